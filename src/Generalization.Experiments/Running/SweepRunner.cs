using System.Collections.Immutable;

namespace Generalization.Experiments;

/// <summary>Works through a list of experiments in a store, beside any other processes that do the same.</summary>
/// <remarks>First its own share, then whatever is left, in the list's order. What a living process works on is passed over; what a dead one left is taken over from its
/// checkpoint. Killed at any instant, it loses the steps since the last checkpoint, and is simply started again.</remarks>
/// <param name="store">The store.</param>
/// <param name="runner">Runs one.</param>
/// <param name="options">How. Default: from the beginning, without a limit of time.</param>
public sealed class SweepRunner(RunStore store, ExperimentRunner runner, SweepOptions? options = null)
{
    private readonly RunStore store = store ?? throw new ArgumentNullException(nameof(store));
    private readonly ExperimentRunner runner = runner ?? throw new ArgumentNullException(nameof(runner));
    private readonly SweepOptions options = options ?? new SweepOptions();

    /// <summary>Works through a list.</summary>
    /// <param name="experiments">The experiments, the most informative first.</param>
    /// <param name="progress">Hears where the list is. Default: none.</param>
    /// <param name="token">Ends the work early, after a checkpoint.</param>
    /// <exception cref="ArgumentException">An experiment names what the catalog has not.</exception>
    /// <exception cref="RunStoreException">The store cannot be written, or a result is damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what is finished stays, and what is not has a checkpoint.</exception>
    public SweepOutcome Run(IEnumerable<Experiment> experiments, IProgress<SweepProgress>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        ImmutableArray<Experiment> list = [.. experiments.DistinctBy(e => e.Id)];
        foreach (var experiment in list) runner.CheckNames(experiment);
        return new SweepState(store, runner, options, list, progress, token).Work();
    }
}

/// <summary>A list that is being worked through.</summary>
internal sealed class SweepState(
    RunStore store, ExperimentRunner runner, SweepOptions options, ImmutableArray<Experiment> list, IProgress<SweepProgress>? progress, CancellationToken token)
{
    private readonly Dictionary<Experiment, RunResult> results = [];
    private readonly Dictionary<Experiment, string> interrupted = [];
    private readonly HashSet<Experiment> outOfTime = [], elsewhere = [];
    private readonly long began = store.Clock.GetTimestamp();
    private TimeSpan? rest;

    private TimeSpan? Left => options.Budget - store.Clock.GetElapsedTime(began);

    public SweepOutcome Work()
    {
        Experiment[] order = [.. options.Shard?.First(list) ?? list];
        for (;;)
        {
            elsewhere.Clear();
            var ran = false;
            foreach (var experiment in order.Where(e => !results.ContainsKey(e) && !interrupted.ContainsKey(e) && !outOfTime.Contains(e)))
            {
                token.ThrowIfCancellationRequested();
                ran |= Visit(experiment);
            }

            if (elsewhere.Count == 0 || !options.WaitForOthers || Left <= TimeSpan.Zero) return Outcome();
            Report(null, null);
            // After a run the others may be done as well.
            if (!ran && token.WaitHandle.WaitOne(store.Leases.RenewEvery)) token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Runs an experiment where that is possible now.</summary>
    /// <returns>Whether it took time.</returns>
    private bool Visit(Experiment experiment)
    {
        if (store.ReadResult(experiment) is { } there)
        {
            End(experiment, there);
            return false;
        }

        if (Left is { } left && (left <= TimeSpan.Zero || RunEstimate.Remaining(store.Read(experiment), results.Values, runner.Options.DeviceName) > left))
        {
            outOfTime.Add(experiment);
            return false;
        }

        using var claim = store.TryClaim(experiment);
        if (claim is null) elsewhere.Add(experiment);
        else Run(claim);
        return claim is not null;
    }

    private void Run(RunClaim claim)
    {
        using var time = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token, time.Token);
        if (Left is { } left) time.CancelAfter(left > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : left > TimeSpan.Zero ? left : TimeSpan.Zero);
        Report(new RunProgress(claim.Experiment, null, null), null);
        try
        {
            End(claim.Experiment, runner.Run(claim, store.Clock, new Callback<RunProgress>(at => Report(at, null)), stop.Token));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            // Its time is over, or another has taken it over and ends it.
            if (time.IsCancellationRequested) outOfTime.Add(claim.Experiment);
            else elsewhere.Add(claim.Experiment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            interrupted.Add(claim.Experiment, $"The experiment {claim.Experiment.Id} could not go on, and does from its last checkpoint when it is started again: {e.Message}");
        }
    }

    private void End(Experiment experiment, RunResult result)
    {
        results[experiment] = result;
        Report(null, result);
    }

    private void Report(RunProgress? current, RunResult? ended)
    {
        // Once a run: the rest changes no more often, and a solver reports many times a second.
        if (current is null or { Training: null, Solver: null }) rest = Rest(current?.Experiment);
        var own = current is null ? TimeSpan.Zero : current.Training?.Remaining;
        progress?.Report(new SweepProgress(list.Length, results.Values.Count(r => r.Error is null), results.Values.Count(r => r.Error is not null), current, ended, rest + own));
    }

    private TimeSpan? Rest(Experiment? current)
    {
        TimeSpan? sum = TimeSpan.Zero;
        foreach (var experiment in list.Where(e => e != current && !results.ContainsKey(e) && !interrupted.ContainsKey(e) && !outOfTime.Contains(e)))
            sum += RunEstimate.Remaining(new RunRecord(experiment, RunStatus.Pending, [], null), results.Values, runner.Options.DeviceName);
        return sum;
    }

    private SweepOutcome Outcome() => new(
        results.Values.Count(r => r.Error is null), results.Values.Count(r => r.Error is not null),
        [.. list.Where(interrupted.ContainsKey).Select(e => new InterruptedRun(e, interrupted[e]))], [.. list.Where(outOfTime.Contains)], [.. list.Where(elsewhere.Contains)]);
}
