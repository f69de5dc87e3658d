using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Training.History;

namespace Generalization.Experiments;

/// <summary>A running experiment's place in a store, and what it may use.</summary>
public interface IExperimentContext
{
    /// <summary>The experiment.</summary>
    Experiment Experiment { get; }

    /// <summary>The data sets and networks.</summary>
    ExperimentCatalog Catalog { get; }

    /// <summary>How to run.</summary>
    RunnerOptions Options { get; }

    /// <summary>The folder of this run's files. At the end, files that begin with "checkpoint" and the folders "accumulation" and "parts"
    /// are removed.</summary>
    string Folder { get; }

    /// <summary>Whether nobody has taken the run over, at this moment.</summary>
    bool IsMine { get; }

    /// <summary>Asks for an early end, after a checkpoint where there are any.</summary>
    CancellationToken Token { get; }

    /// <summary>Asks for an early end, for any reason. Another process may have taken the run over.</summary>
    CancellationToken Stop { get; }

    /// <summary>A data set of the catalog. The last one stays in memory.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    TrainTestData LoadDataset(string name);

    /// <summary>Adds a finished epoch to the run's history. It replaces this epoch and all later ones.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <returns>The epochs before it that were there already, at the first call; then none.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    ImmutableArray<EpochRecord> Append(EpochRecord epoch);

    /// <summary>Replaces the whole history.</summary>
    /// <param name="epochs">The epochs.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Keep(ImmutableArray<EpochRecord> epochs);

    /// <summary>Reports how far the run is.</summary>
    /// <param name="at">Where.</param>
    void Report(KindProgress at);

    /// <summary>Ends the run where another process has taken it over, without a last checkpoint: the new owner writes his own.</summary>
    void ThrowIfTakenOver();
}
