using System.Collections.Immutable;
using Generalization.Files;

namespace Generalization.Experiments.Store;

/// <summary>A folder that holds experiments' runs, on which several processes may work, on one machine or on many that share it.</summary>
/// <remarks>
/// <para>A folder for each experiment, by its <see cref="Experiment.Id"/>, or by the one that schema 1 gave it: experiment.json;
/// history.jsonl, a line for each finished epoch; checkpoints while it runs; result.json at the end. Every file is there whole or not at
/// all, but for a last line of the history that is not counted.</para>
/// <para>Who works on a run is agreed on by files lease.000001, lease.000002, …, each made by one process alone; the highest owns. An owner
/// rewrites its own every few seconds. Where it has not changed for the time-out, by the observer's monotonic clock, the owner is taken for
/// dead, and the run is taken over from its checkpoint.</para>
/// </remarks>
public sealed class RunStore
{
    private readonly LeaseOptions leases;
    private readonly LeaseWatch watch;

    private RunStore(string folder, LeaseOptions leases, TimeProvider clock)
    {
        (Folder, this.leases, Clock) = (folder, leases, clock);
        watch = new LeaseWatch(leases, clock);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>How owners show that they live.</summary>
    public LeaseOptions Leases => leases;

    internal TimeProvider Clock { get; }

    /// <summary>Opens a store; nothing is written before an experiment is run.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="leases">How owners show that they live; the same in all processes. Default: every 5 seconds, with a time-out of a
    /// minute.</param>
    /// <param name="clock">Tells when a result was finished, and measures time-outs. Default: the system's.</param>
    /// <exception cref="ArgumentException">The time-out is shorter than three signs of life.</exception>
    /// <exception cref="RunStoreException">The folder cannot be made.</exception>
    public static RunStore Open(string folder, LeaseOptions? leases = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        try
        {
            return new RunStore(
                Directory.CreateDirectory(folder).FullName,
                (leases ?? new LeaseOptions()).Checked(),
                clock ?? TimeProvider.System
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunStoreException(
                $"A store must be a folder that is there or can be made, but {folder} is not ({e.Message}); name another.",
                e
            );
        }
    }

    /// <summary>The folder of an experiment's run, which may not be there yet.</summary>
    /// <param name="experiment">The experiment.</param>
    public string FolderOf(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var folder = Path.Combine(Folder, experiment.Id);
        // What an older version began stays where it is.
        return
            !Directory.Exists(folder)
            && ExperimentIdentity.OfFirstSchema(experiment) is { } first
            && Path.Combine(Folder, first) is var old
            && Directory.Exists(old)
            ? old
            : folder;
    }

    /// <summary>How far an experiment is, and what is known of it.</summary>
    /// <remarks>An owner on another machine counts as living until this store has watched it for the time-out.</remarks>
    /// <param name="experiment">The experiment.</param>
    /// <returns>The run; where a file of it is damaged, its status and a sentence say so.</returns>
    public Run Read(Experiment experiment)
    {
        var files = new RunFiles(FolderOf(experiment));
        try
        {
            var result = files.ReadResult(experiment);
            if (result is null)
                files.Check();
            return new Run(experiment, StatusOf(files, result), HistoryFile.Read(files.History), result) { Folder = files.Folder };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Run(experiment, RunStatus.Damaged, [], null) { Folder = files.Folder, Damage = e.Message };
        }
    }

    /// <summary>How far each of a list is.</summary>
    /// <param name="experiments">The experiments.</param>
    public ImmutableArray<Run> ReadAll(IEnumerable<Experiment> experiments)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        return [.. experiments.Select(Read)];
    }

    /// <summary>Writes an experiment's history as history.csv beside it, a row for each epoch.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string ExportHistory(Experiment experiment)
    {
        var files = new RunFiles(FolderOf(experiment));
        Directory.CreateDirectory(files.Folder);
        var text = Csv.Text(HistoryCsv.Header, HistoryFile.Read(files.History).Select(HistoryCsv.Row));
        WholeFile.Write(files.HistoryExport, text);
        return files.HistoryExport;
    }

    /// <summary>The result, null where there is none; tidies up where its owner ended before it could.</summary>
    /// <exception cref="RunStoreException">It is damaged.</exception>
    internal RunResult? ReadResult(Experiment experiment)
    {
        var files = new RunFiles(FolderOf(experiment));
        var result = files.ReadResult(experiment);
        if (result is not null)
            files.RemoveCheckpoints();
        return result;
    }

    /// <summary>Makes this process the owner of a run; null where it has a result, or another owner that may live.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="failure">A result that does not count and is removed; another one does. Default: none.</param>
    /// <exception cref="RunStoreException">The store cannot be written, or what lies in the run's folder is no run's.</exception>
    internal RunClaim? TryClaim(Experiment experiment, RunResult? failure = null)
    {
        var files = new RunFiles(FolderOf(experiment));
        Lease? lease = null;
        try
        {
            if (HasResult(files, experiment, failure))
                return null;
            files.Check();
            Directory.CreateDirectory(files.Folder);
            if (watch.FreeNumber(files.Folder) is not { } number)
                return null;
            lease = Lease.TryTake(files.Folder, number, leases, Clock);
            if (lease is not null && !HasResult(files, experiment, failure))
            {
                if (failure is not null)
                    files.RemoveResult();
                return new RunClaim(experiment, files, lease);
            }

            // Between the two looks its owner has finished it.
            lease?.Dispose();
            return null;
        }
        catch (RunStoreException)
        {
            lease?.Dispose();
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lease?.Dispose();
            throw new RunStoreException(
                $"A store must be writable for experiments to be run in it, but {Folder} is not ({e.Message}); make room, "
                    + "give the right to write, or name another.",
                e
            )
            {
                // A file where the run's folder should be says nothing of the rest.
                IsOfOneRun = File.Exists(files.Folder),
            };
        }
    }

    private static bool HasResult(RunFiles files, Experiment experiment, RunResult? failure) =>
        Path.Exists(files.Result) && (failure is null || files.ReadResult(experiment) is { } there && there != failure);

    private RunStatus StatusOf(RunFiles files, RunResult? result) =>
        result switch
        {
            { Error: null } => RunStatus.Finished,
            not null => RunStatus.Failed,
            null => Directory.Exists(files.Folder) && watch.FreeNumber(files.Folder) is null ? RunStatus.Running : RunStatus.Pending,
        };
}
