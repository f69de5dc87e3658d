using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;

namespace Generalization.CommandLine;

/// <summary>The experiments of one command, run in a folder of its own, one after another or together where they share work.</summary>
/// <param name="folder">The folder.</param>
/// <param name="runner">Runs them.</param>
public sealed class SampleRuns(ResultFolder folder, ExperimentRunner runner)
{
    /// <summary>The runs that are finished, in their order.</summary>
    public ImmutableArray<Run> Finished { get; private set; } = [];

    /// <summary>Runs an experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="progress">Hears where it is.</param>
    /// <param name="token">Ends it early.</param>
    /// <exception cref="ExperimentException">It ended with an error, which is the message.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Run Run(Experiment experiment, IProgress<RunProgress> progress, CancellationToken token) =>
        Run([experiment], progress, token)[0];

    /// <summary>Runs experiments that share work.</summary>
    /// <param name="together">The experiments.</param>
    /// <param name="progress">Hears where they are.</param>
    /// <param name="token">Ends them early.</param>
    /// <inheritdoc cref="Run(Experiment, IProgress{RunProgress}, CancellationToken)" path="/exception"/>
    public ImmutableArray<Run> Run(ImmutableArray<Experiment> together, IProgress<RunProgress> progress, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var results = runner.Run(folder.Store, together, progress, token);
        if (results.FirstOrDefault(r => r.Error is not null) is { Error: { } error })
            throw new ExperimentException(error);
        var runs = folder.Store.ReadAll(together);
        Finished = Finished.AddRange(runs);
        return runs;
    }

    /// <summary>Runs experiments one after another, and says what was finished where they are stopped or one fails.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="run">Runs one, by <see cref="Run(Experiment, IProgress{RunProgress}, CancellationToken)"/>.</param>
    /// <param name="what">What they are, in the plural.</param>
    /// <returns>The exit code: 0 done, 1 failed, 130 stopped.</returns>
    public int InTurn<T>(IEnumerable<T> experiments, Action<T> run, string what)
        where T : Experiment
    {
        ArgumentNullException.ThrowIfNull(experiments);
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            foreach (var experiment in experiments)
                run(experiment);
            return 0;
        }
        catch (ExperimentException e)
        {
            Console.Error.WriteLine($"{e.Message} The {Finished.Length} {what} finished before it are in {folder.Path}.");
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"Stopped; {Finished.Length} finished {what} are in {folder.Path}.");
            return SampleApplication.Stopped;
        }
    }
}
