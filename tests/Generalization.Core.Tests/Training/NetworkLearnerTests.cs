using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Identity;
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

    [Fact]
    public void A_recipe_that_keeps_its_network_is_refused_once_the_network_was_disposed()
    {
        var only = nn.Sequential(nn.Flatten(), nn.Linear(16, 3));
        var learner = new NetworkLearner(new NetworkRecipe("shared", (_, _, _) => only, Options with { Epochs = 1 }), new InputPipeline());
        learner.Fit(Train, seed: 1).Dispose();
        const string sentence =
            "The recipe must make a new network each time, but shared gave one that was disposed; make the network inside Create.";
        FluentActions.Invoking(() => learner.Fit(Train, seed: 2)).Should().Throw<FaultyPartException>().WithMessage(sentence);
        FluentActions.Invoking(() => learner.Describe(Train)).Should().Throw<FaultyPartException>().WithMessage(sentence);
    }

    [Fact]
    public void Examples_of_another_scale_or_shape_are_refused()
    {
        using var fitted = Learner(Options, 1).Fit(Train, seed: 1);
        var raw = Dataset.FromVectors("raw", DatasetSplit.Test, new float[2, 16], [0, 1], ["a", "b", "c"]);
        var other = Dataset.FromSource(
            "other",
            DatasetSplit.Test,
            PixelArray.Owning(new ImageShape(1, 4, 4), new float[16], PixelScale.Raw),
            new double[1, 3]
        );
        FluentActions
            .Invoking(() => fitted.Predict(raw))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Examples must be of 1×4×4, which the network was trained on, but raw has 1×1×16.*");
        FluentActions
            .Invoking(() => fitted.Predict(other))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Examples must be on the scale Bytes, as those that the network was trained on, but other is on Raw; scale them as the "
                    + "training set was, and state that where they are made.*"
            );
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
