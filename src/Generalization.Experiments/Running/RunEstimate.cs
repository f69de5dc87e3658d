namespace Generalization.Experiments.Running;

/// <summary>Estimates the time of a run from finished runs on the same device with the same number of threads.</summary>
internal static class RunEstimate
{
    /// <summary>The time that a run has still to go; null where nothing is known.</summary>
    /// <param name="run">The run, with its history.</param>
    /// <param name="finished">Results to go by.</param>
    /// <param name="device">The device that it would run on.</param>
    /// <param name="threads">libtorch's threads that it would have.</param>
    public static TimeSpan? Remaining(Run run, IEnumerable<RunResult> finished, string device, int threads)
    {
        RunResult[] peers = [.. finished.Where(r => r.Error is null && r.Device == device && (r.Threads ?? threads) == threads)];
        // Numbers of files and of other kinds may be anything.
        return run.Experiment.Kind.RemainingSeconds(run, peers) is { } s && !double.IsNaN(s)
            ? TimeSpan.FromSeconds(Math.Clamp(s, 0, TimeSpan.MaxValue.TotalSeconds / 2))
            : null;
    }
}
