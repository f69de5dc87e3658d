using System.Collections.Immutable;
using Generalization.Training.History;

namespace Generalization.Tests.Training;

public class TrainingHistoryTests
{
    private static EpochRecord Epoch(int epoch, double? trainAccuracy) =>
        new(epoch, 10 * epoch, 0.1, 1, 0.99, null, null, null, trainAccuracy, null, null, null, null, epoch);

    private static TrainingHistory History(params double?[] trainAccuracies) =>
        new()
        {
            Epochs = [.. trainAccuracies.Select((a, i) => Epoch(i + 1, a))],
            StepLosses = [],
            FittedSince = [],
            TrainCount = 10,
            ChangedCount = 0,
            TestCount = 0,
            ClassCount = 2,
            Parameters = 1,
            Seconds = 1,
            ImagesPerSecond = 1,
            Device = "cpu",
            Seed = 0,
        };

    /// <summary>A training that never fits the last example has a time to 98 % all the same.</summary>
    [Fact]
    public void The_first_evaluation_with_so_much_counts_whatever_follows()
    {
        var history = History(null, 0.949, 0.95, 0.94, 0.98, 0.97, 0.999);
        (history.EpochsTo95, history.EpochsTo98, history.EpochsToFit, history.StepsToFit).Should().Be((3, 5, null, null));
        TrainingHistory.FirstWith(history.Epochs, 0.98)!.Steps.Should().Be(50);
        (History(null, 1).EpochsTo95, History(null, 1).EpochsTo98, History(null, 1).EpochsToFit).Should().Be((2, 2, 2));
    }

    /// <summary>The accuracy is not a number there, and each comparison with it is false: it was the first epoch always.</summary>
    [Fact]
    public void Where_real_targets_are_learned_the_best_epoch_is_that_of_the_smallest_loss()
    {
        double[] losses = [4, 1, 2, 1];
        var history = History() with
        {
            Epochs =
            [
                .. losses.Select(
                    (loss, i) =>
                        Epoch(i + 1, double.NaN) with
                        {
                            ValidationLoss = loss,
                            ValidationAccuracy = double.NaN,
                            TestLoss = loss,
                            TestAccuracy = double.NaN,
                        }
                ),
                Epoch(5, null),
            ],
            Test = new Evaluation(1, double.NaN),
        };
        (history.BestValidationEpoch!.Epoch, history.BestTestAccuracy).Should().Be((2, null));
        (History(null, 0.5).BestValidationEpoch, History(null, 0.5).BestTestAccuracy).Should().Be((null, null));
    }

    [Fact]
    public void What_was_never_reached_or_evaluated_is_null()
    {
        (History().EpochsTo95, History(null, 0.9499).EpochsTo95, History(0.9799).EpochsTo98).Should().Be((null, null, null));
        TrainingHistory.FirstWith(ImmutableArray<EpochRecord>.Empty, 0).Should().BeNull();
    }
}
