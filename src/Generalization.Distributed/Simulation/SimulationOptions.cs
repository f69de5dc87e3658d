using System.Collections.Immutable;

namespace Generalization.Distributed.Simulation;

/// <summary>What a simulation assumes.</summary>
public sealed record SimulationOptions
{
    /// <summary>The time of a part's gradient. Default: 1 s, coefficient of variation 0.2.</summary>
    public TimeDistribution Compute { get; init; } = new(1);

    /// <summary>The time of a message, a block or an answer, in one direction. Default: 10 ms, coefficient of variation 0.2.</summary>
    public TimeDistribution Network { get; init; } = new(0.01);

    /// <summary>Workers that are lost. Default: none.</summary>
    public ImmutableArray<SimulatedLoss> Losses { get; init; } = [];

    /// <summary>How long it takes until a loss is seen, in simulated seconds, not negative. Default: 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or no number.</exception>
    public double Detection
    {
        get;
        init =>
            field =
                value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Detection),
                        FormattableString.Invariant($"Detection must not be negative, but was {value}.")
                    );
    } = 5;

    /// <summary>Whether the order of what the blocks did is kept. Default: no.</summary>
    public bool KeepsRecord { get; init; }
}
