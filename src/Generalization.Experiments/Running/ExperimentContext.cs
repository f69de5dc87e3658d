using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Experiments.Store;
using Generalization.Training.History;

namespace Generalization.Experiments.Running;

/// <summary>A claimed run, and what it may use.</summary>
internal sealed class ExperimentContext(
    RunClaim claim,
    LoadedData data,
    RunnerOptions options,
    IProgress<RunProgress>? progress,
    CancellationToken token,
    CancellationToken stop
) : IExperimentContext
{
    public Experiment Experiment => claim.Experiment;

    public ExperimentCatalog Catalog => data.Catalog;

    public RunnerOptions Options => options;

    public string Folder => claim.Files.Folder;

    public bool IsMine => claim.IsMine;

    public CancellationToken Token => token;

    public CancellationToken Stop => stop;

    /// <summary>The hash of the data set that was asked for last; null where none was.</summary>
    public string? SourceHash { get; private set; }

    public TrainTestData LoadDataset(string name)
    {
        var loaded = data.Load(name);
        SourceHash = data.KnownHash(name);
        return loaded;
    }

    public ImmutableArray<EpochRecord> Append(EpochRecord epoch) => claim.Append(epoch);

    public void Keep(ImmutableArray<EpochRecord> epochs) => claim.Keep(epochs);

    public void Report(KindProgress at)
    {
        var where = new RunProgress(claim.Experiment, at);
        options.Listener?.Report(where);
        progress?.Report(where);
    }

    public void ThrowIfTakenOver()
    {
        if (claim.Lost.IsCancellationRequested)
            throw new TakenOverException();
    }
}
