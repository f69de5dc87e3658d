using Generalization.Distributed.Policies;

namespace Generalization.Distributed.Work;

/// <summary>All parts of a training: those of an epoch are the consecutive batches of its order, and rounds never reach over an epoch's
/// end.</summary>
public sealed record WorkPlan
{
    /// <summary>A plan.</summary>
    /// <param name="examples">N, the training examples, at least 1.</param>
    /// <param name="batchSize">The examples of a part, at least 1; an epoch's last one has what is left.</param>
    /// <param name="epochs">The epochs, at least 1.</param>
    /// <param name="workers">λ, the workers, at least 1.</param>
    /// <param name="policy">When gradients become updates.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the policy needs more workers.</exception>
    public WorkPlan(int examples, int batchSize, int epochs, int workers, UpdatePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        policy.Check(workers);
        (Examples, BatchSize, Epochs, Workers, Policy) = (examples, batchSize, epochs, workers, policy);
        PartsPerEpoch = (int)(((long)examples + batchSize - 1) / batchSize);
        RoundsPerEpoch = (PartsPerEpoch + workers - 1) / workers;
    }

    /// <summary>N, the training examples.</summary>
    public int Examples { get; }

    /// <summary>The examples of a part, but for an epoch's last.</summary>
    public int BatchSize { get; }

    /// <summary>The epochs.</summary>
    public int Epochs { get; }

    /// <summary>λ, the workers.</summary>
    public int Workers { get; }

    /// <summary>When gradients become updates.</summary>
    public UpdatePolicy Policy { get; }

    /// <summary>The parts of an epoch.</summary>
    public int PartsPerEpoch { get; }

    /// <summary>The rounds of an epoch, for policies that have rounds.</summary>
    public int RoundsPerEpoch { get; }

    /// <summary>The parts of the training.</summary>
    public long Parts => (long)PartsPerEpoch * Epochs;

    /// <summary>A part by its number.</summary>
    /// <param name="number">From 0 to <see cref="Parts"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public WorkPart Part(long number)
    {
        if (number < 0 || number >= Parts)
            throw new ArgumentOutOfRangeException(nameof(number), $"A part must lie from 0 to {Parts - 1}, but was {number}.");
        var index = (int)(number % PartsPerEpoch);
        return new WorkPart(number, (int)(number / PartsPerEpoch) + 1, index, (int)Math.Min(BatchSize, Examples - (long)index * BatchSize));
    }

    /// <summary>The round that a part belongs to, from 0.</summary>
    /// <param name="part">The part's number.</param>
    public long RoundOf(long part) => part / PartsPerEpoch * RoundsPerEpoch + part % PartsPerEpoch / Workers;

    /// <summary>The first part of a round, and how many it has: λ, but for an epoch's last.</summary>
    /// <param name="round">The round, from 0.</param>
    public (long First, int Count) PartsOf(long round)
    {
        var within = (int)(round % RoundsPerEpoch) * Workers;
        return (round / RoundsPerEpoch * PartsPerEpoch + within, Math.Min(Workers, PartsPerEpoch - within));
    }

    /// <summary>How many gradients of a round make its update.</summary>
    /// <param name="round">The round, from 0.</param>
    public int NeededOf(long round) => Math.Min(Policy.GradientsPerUpdate(Workers), PartsOf(round).Count);
}
