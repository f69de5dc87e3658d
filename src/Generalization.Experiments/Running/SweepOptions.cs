namespace Generalization.Experiments.Running;

/// <summary>How a list of experiments is worked through.</summary>
public sealed record SweepOptions
{
    /// <summary>The share that this process works on first. Default: null, the list from its beginning.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The time for the whole list, positive. A run that would not end in time, by the times of finished runs, is not started. A
    /// run about which nothing is known is started, and stopped with a checkpoint when the time is over. Default: null, no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan? Budget
    {
        get;
        init =>
            field =
                value is null || value > TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Budget),
                        FormattableString.Invariant($"Budget must be positive, but was {value}.")
                    );
    }

    /// <summary>How many trainings go side by side, at least 1, each on a thread of its own. This is for networks too small to fill the
    /// device. Kernel regressions and constructed networks fill the machine and always run alone. Default: 1, one after another.</summary>
    /// <remarks>libtorch's threads are divided among them: each has max(1, ⌊threads / n⌋), which decides the last bits of what is computed
    /// on a CPU, and is kept in the run's result. Each has its own copy of the data that it trains on. While they run, they set libtorch's
    /// number of threads for the whole process; afterwards it is restored. A process may run only one such sweep at a time.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Parallel
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Parallel),
                        FormattableString.Invariant($"Parallel must be at least 1, but was {value}.")
                    );
    } = 1;

    /// <summary>Whether experiments that had ended with an error are run again, once. Default: false, the error is their result.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Whether it waits at the end for the runs of other processes, and takes over the runs of dead ones. Default:
    /// true.</summary>
    public bool WaitForOthers { get; init; } = true;
}
