using System.Collections.Immutable;
using Generalization.Experiments.Store;

namespace Generalization.Experiments.Running;

/// <summary>Works through a list of experiments in a store, beside any other processes that do the same.</summary>
/// <remarks>It takes its own share first and then the rest, in the list's order. It passes over runs of living processes, and takes over
/// runs of dead ones from their checkpoints. When it is killed, it loses the steps since the last checkpoint; start it again. Several
/// trainings side by side have a claim, a checkpoint and an end each. An exception that is not a run's own error stops all of them, after
/// their checkpoints.</remarks>
/// <param name="store">The store.</param>
/// <param name="runner">Runs one.</param>
/// <param name="options">How. Default: from the beginning, without a limit of time.</param>
public sealed class SweepRunner(RunStore store, ExperimentRunner runner, SweepOptions? options = null)
{
    private readonly RunStore store = store ?? throw new ArgumentNullException(nameof(store));
    private readonly ExperimentRunner runner = runner ?? throw new ArgumentNullException(nameof(runner));
    private readonly SweepOptions options = options ?? new SweepOptions();

    /// <summary>The results of a list that belong to other data than those that are read now. Nothing is run. Data sets that cannot be read
    /// are not compared.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="token">Ends the work early, between two results.</param>
    /// <returns>Each with a sentence that names both hashes.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ImmutableArray<InterruptedRun> OfOtherData(IEnumerable<Experiment> experiments, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        var others = ImmutableArray.CreateBuilder<InterruptedRun>();
        foreach (var run in store.ReadAll(experiments.DistinctBy(e => e.Id)))
        {
            // Each may read a data set.
            token.ThrowIfCancellationRequested();
            if (run.Result is { } result && runner.OtherData(store, result, mayRead: true) is { } sentence)
                others.Add(new InterruptedRun(run.Experiment, sentence));
        }

        return others.ToImmutable();
    }

    /// <summary>Works through a list.</summary>
    /// <param name="experiments">The experiments, the most informative first.</param>
    /// <param name="progress">Hears where the list is, one report at a time, on the thread that works. Default: none.</param>
    /// <param name="token">Ends the work early, after a checkpoint.</param>
    /// <exception cref="ArgumentException">An experiment uses a name that the catalog does not have, or has properties that cannot go
    /// together.</exception>
    /// <exception cref="RunStoreException">The store cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. Finished runs stay, and the others have a
    /// checkpoint.</exception>
    public SweepOutcome Run(
        IEnumerable<Experiment> experiments,
        IProgress<SweepProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(experiments);
        ImmutableArray<Experiment> list = [.. experiments.DistinctBy(e => e.Id)];
        foreach (var experiment in list)
            runner.CheckNames(experiment);
        // What an older version ran is left as it is.
        foreach (var run in store.ReadAll(list).Where(r => r.Result is null))
            CheckTogether(run.Experiment);
        runner.CheckFolders();
        using var state = new SweepState(store, runner, options, list, progress, token);
        return state.Work();
    }

    // Others of the list take hours before it.
    private void CheckTogether(Experiment experiment)
    {
        try
        {
            experiment.Kind.CheckTogether(experiment, runner.Catalog);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(
                $"The experiment {experiment.Id} ({experiment.Words}) cannot be run. {ExperimentRunner.SentenceOf(e)}",
                e
            );
        }
    }
}
