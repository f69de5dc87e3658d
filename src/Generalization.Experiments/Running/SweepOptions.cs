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

    /// <summary>How many trainings go side by side, at least 1, each on a thread of its own; for networks too small to fill the device. Kernel regressions and constructed
    /// networks fill the machine and always run alone. Default: 1, one after another.</summary>
    /// <remarks>libtorch's threads are divided among them: each has max(1, ⌊threads / n⌋), which decides the last bits of what is computed on a CPU, and is kept in the run's
    /// result. Each has its own copy of the data that it trains on. While they run, libtorch's number of threads is theirs for the whole process; afterwards it is what it was. One such sweep at a time in a process.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Parallel { get; init => field = value >= 1 ? value
        : throw new ArgumentOutOfRangeException(nameof(Parallel), FormattableString.Invariant($"Parallel must be at least 1, but was {value}.")); } = 1;

    /// <summary>Whether it waits, at the end, for what other processes work on, and takes over what a dead one leaves. Default: true.</summary>
    public bool WaitForOthers { get; init; } = true;
}

/// <summary>Where a list is; sent when a run begins, goes on and ends, and while it waits for others.</summary>
/// <param name="Count">The experiments of the list.</param>
/// <param name="Finished">Those with numbers, whoever ran them.</param>
/// <param name="Failed">Those that ended with an error which would repeat.</param>
/// <param name="Current">Where the run is that has just begun or gone on; null between runs and while it waits.</param>
/// <param name="Running">Where each run of this process is, in the order of their beginnings; empty while it waits.</param>
/// <param name="Ended">A result that has just come; else null.</param>
/// <param name="Remaining">The time left for all that is left, by this process alone, as far as finished runs tell; null where they do not.</param>
public sealed record SweepProgress(
    int Count, int Finished, int Failed, RunProgress? Current, ImmutableArray<RunProgress> Running, RunResult? Ended, TimeSpan? Remaining);

/// <summary>A run that could not go on for a reason that may pass or is this machine's, for example a full disk.</summary>
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
