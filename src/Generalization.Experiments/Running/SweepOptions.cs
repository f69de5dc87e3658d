using System.Collections.Immutable;

namespace Generalization.Experiments;

/// <summary>How a list of experiments is worked through.</summary>
public sealed record SweepOptions
{
    /// <summary>The share that this process works on first. Default: null, the list from its beginning.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The time for all, positive: nothing is started that would not end in it, by the times of finished runs; what nothing is known of is started, and stopped
    /// with a checkpoint when the time is over. Default: null, no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan? Budget { get; init => field = value is null || value > TimeSpan.Zero ? value
        : throw new ArgumentOutOfRangeException(nameof(Budget), FormattableString.Invariant($"Budget must be positive, but was {value}.")); }

    /// <summary>Whether it waits, at the end, for what other processes work on, and takes over what a dead one leaves. Default: true.</summary>
    public bool WaitForOthers { get; init; } = true;
}

/// <summary>Where a list is; sent when a run begins, goes on and ends, and while it waits for others.</summary>
/// <param name="Count">The experiments of the list.</param>
/// <param name="Finished">Those with numbers, whoever ran them.</param>
/// <param name="Failed">Those that ended with an error which would repeat.</param>
/// <param name="Current">Where the run of this process is; null between runs and while it waits.</param>
/// <param name="Ended">A result that has just come; else null.</param>
/// <param name="Remaining">The time left for all that is left, by this process alone, as far as finished runs tell; null where they do not.</param>
public sealed record SweepProgress(int Count, int Finished, int Failed, RunProgress? Current, RunResult? Ended, TimeSpan? Remaining);

/// <summary>A run that could not go on for a reason that may pass, for example a full disk.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Error">Why.</param>
public sealed record InterruptedRun(Experiment Experiment, string Error);

/// <summary>What became of a list.</summary>
/// <param name="Finished">How many have numbers.</param>
/// <param name="Failed">How many ended with an error which would repeat.</param>
/// <param name="Interrupted">Those that could not go on; the next time they do, from their checkpoints.</param>
/// <param name="OutOfTime">Those that would not have ended in the budget, or did not.</param>
/// <param name="Elsewhere">Those that other processes still work on.</param>
public sealed record SweepOutcome(
    int Finished, int Failed, ImmutableArray<InterruptedRun> Interrupted, ImmutableArray<Experiment> OutOfTime, ImmutableArray<Experiment> Elsewhere);
