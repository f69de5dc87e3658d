using System.Collections.Immutable;
using Generalization.Experiments.Store;
using Generalization.Kernels.Solvers;
using Generalization.Threading;

namespace Generalization.Experiments.Running;

/// <summary>A list that is being worked through.</summary>
internal sealed class SweepState(
    RunStore store,
    ExperimentRunner runner,
    SweepOptions options,
    ImmutableArray<Experiment> list,
    IProgress<SweepProgress>? progress,
    CancellationToken token
) : IDisposable
{
    // Over everything that the trainings' threads change, and over the reports.
    private readonly Lock gate = new();
    private readonly Dictionary<Experiment, RunResult> results = [];
    private readonly Dictionary<Experiment, string> interrupted = [];
    private readonly Dictionary<Experiment, RunResult> toRetry = [];
    private readonly HashSet<Experiment> outOfTime = [],
        elsewhere = [];
    private readonly List<RunProgress> running = [];
    private readonly SideBySide lanes = new(options.Parallel, token);
    private readonly long began = store.Clock.GetTimestamp();
    private (TimeSpan?[] Trainings, TimeSpan?[] Others) ahead = ([], []);

    private TimeSpan? Left => options.Budget - store.Clock.GetElapsedTime(began);

    public void Dispose() => lanes.Dispose();

    public SweepOutcome Work()
    {
        Experiment[] order = [.. options.Shard?.First(list) ?? list];
        LookAtWhatIsThere();
        for (; ; )
        {
            lock (gate)
                elsewhere.Clear();
            var ran = false;
            foreach (var experiment in order)
            {
                if (!IsOpen(experiment))
                    continue;
                lanes.ThrowIfStopped();
                ran |= Visit(experiment);
            }

            if (IsAtEnd())
                lanes.WaitForAll();
            // Meanwhile others may have taken a run over.
            if (IsAtEnd())
                return Outcome();
            Report(null, null);
            // After a run the others may be done as well.
            if (!ran && lanes.Token.WaitHandle.WaitOne(store.Leases.RenewEvery))
                lanes.ThrowIfStopped();
        }
    }

    /// <summary>Which failures are to be tried again; and the data sets of results are read before anything runs, so that two large ones
    /// are never held at once.</summary>
    private void LookAtWhatIsThere()
    {
        foreach (var experiment in list)
            try
            {
                token.ThrowIfCancellationRequested();
                if (store.ReadResult(experiment) is not { } there)
                    continue;
                if (options.RetryFailed && there.Error is not null)
                    toRetry.Add(experiment, there);
                else
                    runner.OtherData(store, there, mayRead: true);
            }
            catch (RunStoreException)
            {
                // Said when its turn comes.
            }
    }

    private bool IsOpen(Experiment experiment)
    {
        lock (gate)
            return !results.ContainsKey(experiment)
                && !interrupted.ContainsKey(experiment)
                && !outOfTime.Contains(experiment)
                && running.All(r => r.Experiment != experiment);
    }

    private bool IsAtEnd()
    {
        lock (gate)
            return elsewhere.Count == 0 || !options.WaitForOthers || Left <= TimeSpan.Zero;
    }

    /// <summary>Runs an experiment, or begins to, where that is possible now.</summary>
    /// <returns>Whether it was.</returns>
    private bool Visit(Experiment experiment)
    {
        if (IsSettled(experiment))
            return false;
        var alone = experiment.Kind.RunsAlone;
        if (alone ? !lanes.IsIdle : !lanes.HasRoom)
        {
            if (alone)
                lanes.WaitForAll();
            else
                lanes.WaitForRoom();
            lanes.ThrowIfStopped();
            if (IsSettled(experiment))
                return false;
        }

        RunClaim? claim;
        try
        {
            claim = store.TryClaim(experiment, toRetry.GetValueOrDefault(experiment));
        }
        catch (RunStoreException e) when (e.IsOfOneRun)
        {
            lock (gate)
                interrupted.Add(experiment, e.Message);
            return false;
        }

        if (claim is null)
        {
            lock (gate)
                elsewhere.Add(experiment);
            return false;
        }

        lock (gate)
            running.Add(new RunProgress(experiment, null));
        try
        {
            if (alone)
                Run(claim);
            else
                lanes.Start(() => Run(claim));
        }
        catch (OperationCanceledException)
        {
            // The reason may be a training's, which ended after the last look.
            lanes.ThrowIfStopped();
            throw;
        }
        catch
        {
            // Where no thread could begin, nobody else lets go of it.
            claim.Dispose();
            throw;
        }

        return true;
    }

    /// <summary>Whether there is nothing to do for an experiment now.</summary>
    private bool IsSettled(Experiment experiment)
    {
        try
        {
            // One that has failed again since is another's try, or this process's own.
            if (store.ReadResult(experiment) is { } there && there != toRetry.GetValueOrDefault(experiment))
            {
                if (runner.OtherData(store, there, mayRead: false) is { } sentence)
                    lock (gate)
                        interrupted.Add(experiment, sentence);
                else
                    End(experiment, there);
                return true;
            }
        }
        catch (RunStoreException e)
        {
            // The others of the list are none the worse for it.
            lock (gate)
                interrupted.Add(experiment, e.Message);
            return true;
        }

        if (runner.Refusal(store, experiment) is { } refusal)
        {
            lock (gate)
                interrupted.Add(experiment, refusal);
            return true;
        }

        if (options.Budget is null && lanes.IsIdle)
            return false;
        var run = store.Read(experiment);
        lock (gate)
        {
            var late = Left is { } left && (left <= TimeSpan.Zero || Estimate(run) > left);
            // Nothing need make room for what others work on.
            var theirs = !late && !lanes.IsIdle && run.Status == RunStatus.Running;
            if (late)
                outOfTime.Add(experiment);
            if (theirs)
                elsewhere.Add(experiment);
            return late || theirs;
        }
    }

    private void Run(RunClaim claim)
    {
        using var owned = claim;
        using var time = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lanes.Token, time.Token);
        if (Left is { } left)
            time.CancelAfter(
                left > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40)
                : left > TimeSpan.Zero ? left
                : TimeSpan.Zero
            );
        try
        {
            Report(new RunProgress(claim.Experiment, null), null);
            End(claim.Experiment, runner.Run(claim, store.Clock, new SynchronousProgress<RunProgress>(at => Report(at, null)), stop.Token));
        }
        catch (OperationCanceledException) when (!lanes.Token.IsCancellationRequested)
        {
            // Its time is over, or another has taken it over and ends it.
            lock (gate)
            {
                // At once, since one that is neither here nor there would be in no outcome.
                (time.IsCancellationRequested ? outOfTime : elsewhere).Add(claim.Experiment);
                running.RemoveAll(r => r.Experiment == claim.Experiment);
            }
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or PlatformNotSupportedException
                        or MemoryLimitException
                        or OutOfMemoryException
            )
        {
            lock (gate)
                interrupted.Add(
                    claim.Experiment,
                    $"The experiment {claim.Experiment.Id} could not go on, and "
                        + (claim.Files.HasCheckpoint ? "does from its last checkpoint" : "begins anew")
                        + $" when it is started again: {e.Message}"
                );
        }
        finally
        {
            lock (gate)
                running.RemoveAll(r => r.Experiment == claim.Experiment);
        }
    }

    private void End(Experiment experiment, RunResult result)
    {
        lock (gate)
        {
            results[experiment] = result;
            running.RemoveAll(r => r.Experiment == experiment);
            Report(null, result);
        }
    }

    private void Report(RunProgress? current, RunResult? ended)
    {
        lock (gate)
        {
            if (current is not null)
                running[running.FindIndex(r => r.Experiment == current.Experiment)] = current;
            // Once a run: the rest changes no more often, and a solver reports many times a second.
            if (current is null or { At: null })
                ahead = Ahead();
            progress?.Report(
                new SweepProgress(
                    list.Length,
                    results.Values.Count(r => r.Error is null),
                    results.Values.Count(r => r.Error is not null),
                    current,
                    [.. running],
                    ended,
                    Remaining()
                )
            );
        }
    }

    private (TimeSpan?[] Trainings, TimeSpan?[] Others) Ahead()
    {
        var open = list.Where(IsOpen).ToLookup(e => !e.Kind.RunsAlone, e => Estimate(new Run(e, RunStatus.Pending, [], null)));
        return ([.. open[true]], [.. open[false]]);
    }

    /// <summary>Trainings share their time, but none ends before its own; the others come one after another.</summary>
    private TimeSpan? Remaining()
    {
        var now = running.ToLookup(r => !r.Experiment.Kind.RunsAlone, RemainingOf);
        TimeSpan?[] trainings = [.. ahead.Trainings, .. now[true]],
            others = [.. ahead.Others, .. now[false]];
        if (trainings.Contains(null) || others.Contains(null))
            return null;
        var shared = Sum(trainings) / options.Parallel;
        var longest = trainings.Max() ?? TimeSpan.Zero;
        return (shared > longest ? shared : longest) + Sum(others);
    }

    private TimeSpan? RemainingOf(RunProgress run) =>
        run.At?.Remaining ?? (run.Experiment.Kind.RunsAlone ? null : Estimate(new Run(run.Experiment, RunStatus.Pending, [], null)));

    private TimeSpan? Estimate(Run run) =>
        RunEstimate.Remaining(
            run,
            results.Values,
            runner.Options.DeviceName,
            run.Experiment.Kind.RunsAlone ? lanes.AllThreads : lanes.Threads
        );

    // An estimate may be of any size, and times of more than 29,000 years are no times of .NET.
    private static TimeSpan Sum(TimeSpan?[] times) =>
        TimeSpan.FromSeconds(Math.Min(times.Sum(t => t!.Value.TotalSeconds), TimeSpan.MaxValue.TotalSeconds / 4));

    private SweepOutcome Outcome() =>
        new(
            results.Values.Count(r => r.Error is null),
            results.Values.Count(r => r.Error is not null),
            [.. list.Where(interrupted.ContainsKey).Select(e => new InterruptedRun(e, interrupted[e]))],
            [.. list.Where(outOfTime.Contains)],
            [.. list.Where(elsewhere.Contains)]
        )
        {
            Failures = [.. list.Where(results.ContainsKey).Select(e => results[e]).Where(r => r.Error is not null)],
            OfUnknownData = results.Values.Count(r => r is { DataHash: not null, SourceHash: null }),
        };
}
