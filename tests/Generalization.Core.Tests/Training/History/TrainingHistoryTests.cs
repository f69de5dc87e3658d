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

    [Fact]
    public void What_was_never_reached_or_evaluated_is_null()
    {
        (History().EpochsTo95, History(null, 0.9499).EpochsTo95, History(0.9799).EpochsTo98).Should().Be((null, null, null));
        TrainingHistory.FirstWith(ImmutableArray<EpochRecord>.Empty, 0).Should().BeNull();
    }
}
