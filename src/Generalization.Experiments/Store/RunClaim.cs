using System.Collections.Immutable;
using Generalization.Training.History;

namespace Generalization.Experiments.Store;

/// <summary>An experiment that this process works on, alone.</summary>
internal sealed class RunClaim : IDisposable
{
    private readonly Lease lease;
    private readonly HistoryFile history;

    public RunClaim(Experiment experiment, RunFiles files, Lease lease)
    {
        (Experiment, Files, this.lease) = (experiment, files, lease);
        history = new HistoryFile(files.History, RunFiles.PartOf(files.History, lease.Number));
        RunFiles.Write(files.Experiment, experiment.ToJson() + "\n", lease.Number, overwrite: true);
    }

    public Experiment Experiment { get; }

    public RunFiles Files { get; }

    /// <summary>Cancelled once another owns the run.</summary>
    public CancellationToken Lost => lease.Lost;

    /// <summary>Whether nobody has taken the run over, at this moment.</summary>
    public bool IsMine => lease.IsMine;

    /// <summary>Seconds of work, those of earlier owners included.</summary>
    public double Seconds => lease.Seconds;

    /// <inheritdoc cref="HistoryFile.Append"/>
    public ImmutableArray<EpochRecord> Append(EpochRecord record) => history.Append(record);

    /// <summary>Keeps the whole history, whose last epoch the end of a training completes.</summary>
    public void Keep(ImmutableArray<EpochRecord> epochs) => history.Replace(epochs);

    /// <summary>Keeps the result, after everything else.</summary>
    /// <exception cref="OperationCanceledException">Another owns the run by now, and finishes it.</exception>
    public void Complete(RunResult result)
    {
        if (!lease.IsMine)
            throw new OperationCanceledException(lease.Lost);
        try
        {
            RunFiles.Write(Files.Result, ResultFile.TextOf(result), lease.Number, overwrite: false);
        }
        catch (IOException) when (File.Exists(Files.Result))
        {
            // Another has finished it in the meantime, with the same numbers.
        }

        history.Dispose();
        Files.RemoveCheckpoints();
    }

    public void Dispose()
    {
        history.Dispose();
        lease.Dispose();
    }
}
