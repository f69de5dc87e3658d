using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Tests.Support;
using Generalization.Training.History;

namespace Generalization.Tests.Running;

public class RunEstimateTests
{
    private const string Here = "cpu (2 processors)";

    [Fact]
    public void A_training_takes_as_long_for_an_image_and_epoch_as_those_of_its_model_did()
    {
        var finished = Trained(Tiny.Training with { Epochs = 10 }, images: 64, epochs: 10, seconds: 64);
        Estimate(Tiny.Training with { Epochs = 20, Train = 32, Corruption = "true-labels" }, finished)
            .Should()
            .Be(TimeSpan.FromSeconds(64));
        Estimate(Tiny.Training with { Epochs = 20, Corruption = "true-labels" }, finished)
            .Should()
            .Be(TimeSpan.FromSeconds(128), "the set's size is known from another run of it");
        Estimate(Tiny.Training with { Model = "wide" }, finished).Should().BeNull("nothing is known of that network");
        Estimate(Tiny.Training with { Train = 32, Precision = "bfloat16" }, finished).Should().BeNull("nothing is known of that precision");
        Estimate(Tiny.Training with { Train = 32 }, finished with { Device = "cuda" }).Should().BeNull("nothing is known of this device");
        Estimate(Tiny.Training with { Train = 32 }, finished with { Threads = 1 }).Should().BeNull("nothing is known of so many threads");
        Estimate(Tiny.Training with { Train = 32 }, finished with { Threads = 2 }).Should().NotBeNull();
        Estimate(Tiny.Training with { Train = 32 }, finished with { Error = "It failed.", Numbers = null }).Should().BeNull();
    }

    [Fact]
    public void One_that_differs_by_its_seed_alone_tells_when_it_will_be_fitted() =>
        Estimate(
                Tiny.Training with
                {
                    Epochs = 150,
                    Seed = 9,
                },
                Trained(Tiny.Training with { Epochs = 150 }, images: 64, epochs: 10, seconds: 64)
            )
            .Should()
            .Be(TimeSpan.FromSeconds(64));

    [Fact]
    public void One_that_has_begun_tells_by_itself()
    {
        var epoch = new EpochRecord(4, 16, 0.1, 1, 0.5, null, null, null, null, null, null, null, null, 8);
        RunEstimate.Remaining(new Run(Tiny.Training, RunStatus.Pending, [epoch], null), [], Here, 2).Should().Be(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void A_construction_takes_as_long_for_a_point_as_others_did()
    {
        var numbers = FakeRuns.Finished(Tiny.FiniteSample with { N = 100 }).Result!.Numbers;
        var finished = Result(Tiny.FiniteSample with { N = 100 }) with { Numbers = numbers, Seconds = 5 };
        Estimate(Tiny.FiniteSample with { N = 1000 }, finished).Should().Be(TimeSpan.FromSeconds(50));
        Estimate(Tiny.FiniteSample with { N = 1000, Depth = 5 }, finished).Should().BeNull();
    }

    private static TimeSpan? Estimate(Experiment experiment, params ImmutableArray<RunResult> finished) =>
        RunEstimate.Remaining(new Run(experiment, RunStatus.Pending, [], null), finished, Here, 2);

    private static RunResult Trained(TrainingExperiment experiment, int images, int epochs, double seconds) =>
        Result(experiment) with
        {
            Numbers = new TrainingResult
            {
                Dataset = experiment.Dataset,
                TrainCount = images,
                TestCount = 1,
                Model = experiment.Model,
                Parameters = 1,
                Corruption = experiment.Corruption,
                CorruptionProbability = null,
                Seed = experiment.Seed,
                Epochs = epochs,
                EpochsToFit = null,
                StepsToFit = null,
                Steps = 1,
                TrainLoss = null,
                TrainAccuracy = null,
                OnlineAccuracy = null,
                TestLoss = null,
                TestAccuracy = null,
                BestTestAccuracy = null,
                CleanSubsetAccuracy = null,
                CorruptedSubsetAccuracy = null,
                Seconds = seconds,
                ImagesPerSecond = null,
                Device = "cpu",
            },
        };

    private static RunResult Result(Experiment experiment) =>
        new()
        {
            Experiment = experiment,
            DataHash = null,
            Version = "1",
            Device = Here,
            Finished = "2020-02-29T12:00:00Z",
            Seconds = 1,
        };
}
