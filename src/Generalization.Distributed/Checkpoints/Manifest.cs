using System.Collections.Immutable;

namespace Generalization.Distributed.Checkpoints;

/// <summary>A consistent checkpoint of all blocks, written after they are.</summary>
public sealed record Manifest
{
    /// <summary>The format that this library writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>What the line of the network's modules begins with.</summary>
    internal const string ModulesLine = "modules: ";

    /// <summary>The format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>What the training is, <see cref="DistributedTraining.Describe"/>.</summary>
    public required string Words { get; init; }

    /// <summary>The epochs that are done.</summary>
    public required int Epoch { get; init; }

    /// <summary>How often the training has begun or gone back, so that what is left of before is told from it.</summary>
    public required long Generation { get; init; }

    /// <summary>The blocks' files, in order.</summary>
    public required ImmutableArray<BlockFileEntry> Blocks { get; init; }

    /// <summary>The epochs so far.</summary>
    public required ImmutableArray<EpochSummary> Epochs { get; init; }

    /// <summary>Parts that were done and lost again, because the training went back to a checkpoint.</summary>
    public long PartsLost { get; init; }

    /// <summary>How often the training went back to a checkpoint.</summary>
    public int TimesBack { get; init; }

    /// <summary>The time that failures took: from the last part that was done until work went on. In seconds.</summary>
    public double SecondsRecovering { get; init; }
}
