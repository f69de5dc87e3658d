using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

public class NetworkLearnerTests
{
    private static readonly Dataset Train = new SyntheticImages(new ImageShape(1, 4, 4), 3).Create(6, 1, seed: 1).Train;
    private static readonly TrainingOptions Options = new(new ConstantRate(0.1));

    [Fact]
    [NoTensorLeaks]
    public void It_says_what_it_is() =>
        Learner(Options, 5)
            .Describe(Train)
            .Split('\n')
            .Should()
            .ContainInOrder(
                "batch size: 128",
                "evaluation: test every 1, training from 0.9",
                "input: per-image-standardization",
                "loss: cross-entropy, label smoothing 0"
            )
            .And.Contain(["network: 1.weight (3, 16); 1.bias (3)", "stopping: fitted", "epochs: 5", "device: cpu"])
            .And.HaveCount(15);

    [Fact]
    public void Whatever_is_another_is_another_in_words()
    {
        string[] all =
        [
            Learner(Options, 5).Describe(Train),
            Learner(Options, 6).Describe(Train),
            Learner(Options with { BatchSize = 2 }, 5).Describe(Train),
            Learner(Options with { Loss = new CrossEntropy(0.1) }, 5).Describe(Train),
            Learner(Options with { Schedule = new ConstantRate(0.2) }, 5).Describe(Train),
            (Learner(Options, 5) with { Input = new InputPipeline() }).Describe(Train),
        ];
        all.Should().OnlyHaveUniqueItems();
    }

    private static NetworkLearner Learner(TrainingOptions options, int epochs) =>
        new(
            new NetworkRecipe(
                "linear",
                (input, outputs, _) => nn.Sequential(nn.Flatten(), nn.Linear(input.Size, outputs)),
                options with
                {
                    Epochs = epochs,
                }
            ),
            new InputPipeline(new PerImageStandardization())
        );
}
