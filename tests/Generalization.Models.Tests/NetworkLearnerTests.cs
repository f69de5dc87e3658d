using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Models;
using Generalization.Models.Layers;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Models;

/// <summary>Networks as learners: the library's, with other losses and targets, and a caller's.</summary>
[NoTensorLeaks]
public class NetworkLearnerTests
{
    private static readonly TrainTestData Data = FashionMnistMini.Load().Take(100, 50);

    [Fact]
    public void A_paper_model_memorizes_random_labels_and_says_how_far_it_is()
    {
        var random = Data.Corrupt(new UniformLabelNoise(1), seed: 1);
        var learner = new NetworkLearner(PaperModels.Named("mlp-1x512").ToRecipe(), InputPipeline.Cifar10);
        var phases = new List<string>();
        using var fitted = learner.Fit(random.Train, seed: 2, new Heard(phases));
        fitted.Accuracy(random.Train).Should().Be(1);
        fitted.Accuracy(random.Test).Should().BeLessThan(0.4);
        phases.Should().Contain("epoch 1 of at most 150");
    }

    [Fact]
    public void The_same_seed_gives_the_same_outputs_and_another_others()
    {
        var learner = new NetworkLearner(PaperModels.Named("mlp-1x512").ToRecipe(), InputPipeline.Cifar10);
        using var first = learner.Fit(Data.Train, seed: 2);
        using var again = learner.Fit(Data.Train, seed: 2);
        using var other = learner.Fit(Data.Train, seed: 3);
        first.Predict(Data.Test).Should().BeEquivalentTo(again.Predict(Data.Test));
        first.Predict(Data.Test)[0, 0].Should().NotBe(other.Predict(Data.Test)[0, 0]);
    }

    /// <summary>y = 3x₁ − 2x₂ + 1, by a linear layer, Adam and squared error on real targets.</summary>
    [Fact]
    public void Real_targets_are_learned()
    {
        var (vectors, targets) = (new double[60, 2], new double[60, 1]);
        for (var i = 0; i < 60; i++)
        {
            (vectors[i, 0], vectors[i, 1]) = (Math.Sin(i), Math.Cos(1.7 * i));
            targets[i, 0] = 3 * vectors[i, 0] - 2 * vectors[i, 1] + 1;
        }

        var data = Dataset.FromVectors("plane", DatasetSplit.Train, vectors, targets);
        var options = new TrainingOptions(new ConstantRate(0.05))
        {
            Optimizer = new Adam(),
            Loss = new SquaredError(),
            Epochs = 200,
            BatchSize = 20,
            StopWhen = [],
        };
        var learner = new NetworkLearner(
            new NetworkRecipe("linear", (_, outputs, seed) => Linear(outputs, seed), options),
            new InputPipeline()
        );
        using var fitted = learner.Fit(data, seed: 4);
        var outputs = fitted.Predict(data);
        for (var i = 0; i < 60; i++)
            outputs[i, 0].Should().BeApproximately(targets[i, 0], 0.01);
    }

    [Fact]
    public void Examples_of_another_shape_are_refused()
    {
        var learner = new NetworkLearner(PaperModels.Named("mlp-1x512").ToRecipe(), InputPipeline.Cifar10);
        using var fitted = learner.Fit(Data.Train.Take(10), seed: 2);
        var wide = Dataset.FromPixels("wide", DatasetSplit.Test, new ImageShape(1, 28, 30), new byte[840], [0], Data.ClassNames);
        ((Action)(() => fitted.Predict(wide)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Examples must be of 1×28×28, which the network was trained on, but wide has 1×28×30.*");
    }

    private static nn.Module<Tensor, Tensor> Linear(int outputs, ulong seed)
    {
        var network = nn.Sequential(nn.Flatten(), nn.Linear(2, outputs));
        SeededWeights.Draw(network, seed);
        return network;
    }

    private sealed class Heard(List<string> phases) : IProgress<LearningProgress>
    {
        public void Report(LearningProgress value) => phases.Add(value.Phase);
    }
}
