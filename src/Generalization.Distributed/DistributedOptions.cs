using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;

namespace Generalization.Distributed;

/// <summary>How many workers train together, and how.</summary>
public sealed record DistributedOptions
{
    /// <summary>λ, the workers that are meant to be there, at least 1. Default: 4.</summary>
    public int Workers
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Workers), $"Workers must be at least 1, but was {value}.");
    } = 4;

    /// <summary>When gradients become updates. Default: asynchronous.</summary>
    public UpdatePolicy Policy { get; init; } = new Asynchronous();

    /// <summary>What is done about staleness. Default: nothing.</summary>
    public StalenessRemedy Remedy { get; init; }

    /// <summary>What gradients are sent as. Default: float32.</summary>
    public GradientFormat Format { get; init; }

    /// <summary>The most bytes of a block's parameters. Default: 1 MiB.</summary>
    public int BlockBytes { get; init; } = ParameterLayout.DefaultBlockBytes;

    /// <summary>The epochs between two checkpoints, for which all workers pause; at least 1. Default: 1.</summary>
    public int CheckpointEvery
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(CheckpointEvery),
                        $"CheckpointEvery must be at least 1, but was {value}."
                    );
    } = 1;
}
