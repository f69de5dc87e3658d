using Generalization.Data;

namespace Generalization.Experiments.Running;

/// <summary>The data set that was used last: lists have many experiments of one.</summary>
internal sealed class LoadedData(ExperimentCatalog catalog)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, bool> published = [];
    private (string Name, TrainTestData Data)? last;

    public ExperimentCatalog Catalog => catalog;

    public TrainTestData Load(string name)
    {
        // Trainings side by side that begin with one set load it once.
        lock (gate)
        {
            if (last is { } known && known.Name == name)
                return known.Data;
            // Two large sets at once might not fit.
            last = null;
            var loaded = catalog.LoadDataset(name);
            last = (name, loaded);
            published[name] = loaded.IsPublished;
            return loaded;
        }
    }

    /// <summary>Whether a set's files were the published ones; null for none, and for one that was never loaded.</summary>
    public bool? IsPublished(string? name)
    {
        lock (gate)
            return name is not null && published.TryGetValue(name, out var known) ? known : null;
    }
}
