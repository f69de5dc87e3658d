using Generalization.Data;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Tests.Kinds.NetworkTraining;

/// <summary>Inception V3 has inputs, rates and an optimizer of its own, of which an experiment says what it wants otherwise.</summary>
public sealed class TrainingSetupTests
{
    private static readonly ExperimentCatalog Catalog = ExperimentCatalog.Paper();
    private static readonly TrainingExperiment Plain = new() { Dataset = "small-imagenet", Model = "inception-v3" };

    [Fact]
    public void Without_a_word_it_trains_as_published_and_without_weight_decay()
    {
        var options = TrainingSetup.OptionsOf(Plain, Catalog, 100);
        options.Schedule.Should().Be(new ExponentialDecay(0.045, 0.94, 80_074));
        options.Optimizer.Should().Be(new RmsProp());
        options.Loss.Should().Be(new CrossEntropy(0.1));
        options.WeightAverage.Should().Be(new WeightAverage(0.9999, Rising: true));
        options.Metrics.Select(m => m.Name).Should().Equal("top-5");
        options.AuxiliaryWeight.Should().Be(0.4);
        TrainingSetup.InputOf(Plain, Catalog).Steps.Should().Equal(new SignedRange());
    }

    [Fact]
    public void What_an_experiment_says_takes_its_place()
    {
        var said = Plain with
        {
            LearningRate = 0.01,
            Decay = 0.5,
            DecaySteps = 7,
            WeightDecay = 4e-5,
            WeightDecayOn = "weights",
            Momentum = 0.8,
        };
        var options = TrainingSetup.OptionsOf(said, Catalog, 100);
        options.Schedule.Should().Be(new ExponentialDecay(0.01, 0.5, 7));
        options
            .Optimizer.Should()
            .Be(
                new RmsProp
                {
                    Momentum = 0.8,
                    WeightDecay = 4e-5,
                    WeightDecayOn = DecayedParameters.Weights,
                }
            );
        TrainingSetup
            .OptionsOf(Plain with { DecaySteps = null, BatchSize = 32 }, Catalog, 100)
            .Schedule.Should()
            .Be(new ExponentialDecay(0.045, 0.94, 4), "every epoch");
    }

    [Fact]
    public void A_random_crop_is_the_pictures_own_where_they_draw_one()
    {
        var steps = TrainingSetup.InputOf(Plain with { Augment = "crop,flip,color" }, Catalog).Steps;
        steps.Should().Equal(new RandomFlip(), new ColorDistortion(), new SignedRange());
        TrainingSetup.OptionsOf(Plain with { Augment = "crop" }, Catalog, 100).EvaluateTrainingFrom.Should().Be(0);
        var resident = Dataset.FromPixels("r", DatasetSplit.Train, new ImageShape(3, 75, 75), new byte[75 * 75 * 3], [0], ["a", "b"]);
        new Action(() => TrainingSetup.InputOf(Plain with { Augment = "crop" }, Catalog, resident))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A random crop takes its size from the pipeline's centre crop, but the pipeline has none; add one.*");
    }
}
