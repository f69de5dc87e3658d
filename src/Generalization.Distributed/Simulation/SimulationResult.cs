using System.Collections.Immutable;
using Generalization.Distributed.Blocks;

namespace Generalization.Distributed.Simulation;

/// <summary>What a simulation gave.</summary>
public sealed record SimulationResult
{
    /// <summary>The simulated time.</summary>
    public required double Seconds { get; init; }

    /// <summary>The flattened network at the end.</summary>
    public required ImmutableArray<float> Weights { get; init; }

    /// <summary>What each block counted.</summary>
    public required ImmutableArray<BlockCounts> Blocks { get; init; }

    /// <summary>The updates of each block.</summary>
    public required ImmutableArray<long> Updates { get; init; }

    /// <summary>The parts that were done.</summary>
    public required long Parts { get; init; }

    /// <summary>Parts that a policy with backups left out.</summary>
    public required long Dropped { get; init; }

    /// <summary>Parts that were begun again because their worker was lost.</summary>
    public required long BegunAgain { get; init; }

    /// <summary>Simulated seconds that lost workers had spent on parts that others began again.</summary>
    public required double SecondsLost { get; init; }

    /// <summary>Bytes of parameters that workers got.</summary>
    public required long BytesPulled { get; init; }

    /// <summary>Bytes of gradients that blocks got.</summary>
    public required long BytesPushed { get; init; }

    /// <summary>Whether the training ended because a loss was no finite number.</summary>
    public required bool HasDiverged { get; init; }

    /// <summary>What each block did, in order; empty where it was not kept.</summary>
    public ImmutableArray<ImmutableArray<RecordedStep>> Record { get; init; } = [];

    /// <summary>The staleness of all gradients in all blocks.</summary>
    public StalenessCounts Staleness
    {
        get
        {
            var all = new StalenessCounts();
            foreach (var block in Blocks)
                all.Add(block.AllStaleness);
            return all;
        }
    }
}
