using System.Collections.Immutable;
using Generalization.Distributed;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Results;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>What a training by many workers gave. Accuracies are fractions. A number that does not apply is null; of a training that
/// diverged there are none after its last whole epoch.</summary>
public sealed record DistributedResult : KindResult
{
    /// <summary>The name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>The number of training images.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of test images.</summary>
    public required int TestCount { get; init; }

    /// <summary>The network's parameters and running averages.</summary>
    public required long Parameters { get; init; }

    /// <summary>The parameter blocks.</summary>
    public required int Blocks { get; init; }

    /// <summary>The epochs that were ended.</summary>
    public required int Epochs { get; init; }

    /// <summary>The first epoch after which all training images were right; null where there was none, or none was evaluated.</summary>
    public required int? EpochsToFit { get; init; }

    /// <summary>Whether it ended because a loss was no finite number.</summary>
    public required bool Diverged { get; init; }

    /// <summary>The training accuracy after the last epoch, in evaluation mode, on the labels as trained on.</summary>
    public required double? TrainAccuracy { get; init; }

    /// <summary>The share of the last epoch's examples that were right while they were trained on.</summary>
    public required double? OnlineAccuracy { get; init; }

    /// <summary>The test accuracy after the last epoch.</summary>
    public required double? TestAccuracy { get; init; }

    /// <summary>The largest test accuracy of all epochs.</summary>
    public required double? BestTestAccuracy { get; init; }

    /// <summary>⟨τ⟩, the mean staleness of all gradients in all blocks.</summary>
    public required double MeanStaleness { get; init; }

    /// <summary>The staleness that the policy leads to expect.</summary>
    public required int ExpectedStaleness { get; init; }

    /// <summary>P(τ &gt; 2 · expected), the share of gradients with so large a staleness.</summary>
    public required double ShareAboveTwiceExpected { get; init; }

    /// <summary>The largest staleness.</summary>
    public required int LargestStaleness { get; init; }

    /// <summary>The updates of the first block; null where nobody counted them.</summary>
    public required long? Updates { get; init; }

    /// <summary>The parts that were done.</summary>
    public required long Parts { get; init; }

    /// <summary>Parts that a policy with backups left out.</summary>
    public required long PartsDropped { get; init; }

    /// <summary>Parts that were begun again because their worker was lost.</summary>
    public required long PartsBegunAgain { get; init; }

    /// <summary>Parts that were done and lost again with a silo.</summary>
    public required long PartsLost { get; init; }

    /// <summary>How often the training went back to a checkpoint.</summary>
    public required int TimesBack { get; init; }

    /// <summary>Seconds that failures took.</summary>
    public required double SecondsRecovering { get; init; }

    /// <summary>Bytes of parameters that a worker got for a part.</summary>
    public required double BytesPulledPerPart { get; init; }

    /// <summary>Bytes of gradients that blocks got for a part.</summary>
    public required double BytesPushedPerPart { get; init; }

    /// <summary>The seconds that it took, simulated in a simulation.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>The epochs.</summary>
    public required ImmutableArray<DistributedEpoch> History { get; init; }

    /// <summary>A training's numbers.</summary>
    /// <param name="run">What the engine gave.</param>
    /// <param name="training">The training.</param>
    public static DistributedResult Of(DistributedRun run, DistributedTraining training)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(training);
        var staleness = new StalenessCounts();
        foreach (var counts in run.Staleness.SelectMany(block => block.Values))
            staleness.Add(new StalenessCounts(counts.AsSpan()));
        var expected = training.Plan.Policy.ExpectedStaleness(training.Plan.Workers);
        // What came after the last epoch of a diverged training is worth nothing.
        var last = run.HasDiverged ? null : run.Epochs.LastOrDefault();
        return new()
        {
            Dataset = training.Data.Name,
            TrainCount = training.Data.Train.Count,
            TestCount = training.Data.Test.Count,
            Parameters = training.Layout.Length,
            Blocks = training.Layout.Blocks.Length,
            Epochs = run.Epochs.LastOrDefault()?.Epoch ?? 0,
            EpochsToFit = run.Epochs.FirstOrDefault(e => e.TrainAccuracy == 1)?.Epoch,
            Diverged = run.HasDiverged,
            TrainAccuracy = Finite(last?.TrainAccuracy),
            OnlineAccuracy = Finite(last?.OnlineAccuracy),
            TestAccuracy = Finite(last?.TestAccuracy),
            BestTestAccuracy = Finite(run.Epochs.Max(e => e.TestAccuracy)),
            MeanStaleness = staleness.Mean,
            ExpectedStaleness = expected,
            ShareAboveTwiceExpected = staleness.ShareAbove(2 * expected),
            LargestStaleness = staleness.Largest,
            Updates = run.Updates,
            Parts = run.Parts,
            PartsDropped = run.PartsDropped,
            PartsBegunAgain = run.PartsBegunAgain,
            PartsLost = run.PartsLost,
            TimesBack = run.TimesBack,
            SecondsRecovering = run.SecondsLost,
            BytesPulledPerPart = (double)run.BytesPulled / Math.Max(1, run.CountedParts),
            BytesPushedPerPart = (double)run.BytesPushed / Math.Max(1, run.CountedParts),
            TrainingSeconds = run.Seconds,
            History = run.Epochs,
        };
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
