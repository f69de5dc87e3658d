using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;

namespace Generalization.Tests.Models;

[NoTensorLeaks]
public class PaperModelsTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 16, 16), 4).Create(128, 64, seed: 1);

    public static TheoryData<string> Names => [.. PaperModels.Cifar10Names];

    // The Inception without batch norm needs some thousand steps of real size before it leaves chance; a real run is the check.
    public static TheoryData<string> QuickNames => [.. PaperModels.Cifar10Names.Where(n => n != "inception-no-bn")];

    [Theory]
    [MemberData(nameof(QuickNames))]
    public void Trains_at_the_papers_learning_rate(string name)
    {
        var model = PaperModels.Named(name);
        var data = FashionMnistMini.Load().Take(256, 100);
        var input = new InputPipeline(new CenterCrop(16, 16), new PerImageStandardization());
        using var network = model.Create(input.ShapeOf(data), data.ClassCount, seed: 0);
        var history = new Trainer(model.Training with { BatchSize = 32, Epochs = 10, EvaluateTestEvery = 0 }).Fit(
            network,
            data,
            input,
            seed: 0
        );
        history.Epochs[^1].OnlineLoss.Should().BeLessThan(1.2, "guessing among ten classes costs 2.3");
        history.Test!.Accuracy.Should().BeGreaterThan(0.5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bits(string name)
    {
        float[] Losses(ulong seed)
        {
            var input = new InputPipeline(new CenterCrop(8, 8), new PerImageStandardization());
            using var network = PaperModels.Named(name).Create(input.ShapeOf(Data), Data.ClassCount, seed, dropout: 0.2);
            var training = PaperModels.Named(name).Training with { BatchSize = 32, Epochs = 2, StopWhen = [] };
            return [.. new Trainer(training).Fit(network, Data.Take(64, 10).Corrupt(new UniformLabelNoise(1), 0), input, seed).StepLosses];
        }

        Losses(1).Should().Equal(Losses(1)).And.NotEqual(Losses(2));
    }
}
