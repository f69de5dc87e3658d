using System.Security.Cryptography;
using System.Text;
using Generalization.Data;

namespace Generalization.Experiments.Running;

/// <summary>The data set that was used last: lists have many experiments of one. And the hash of each that was read.</summary>
internal sealed class LoadedData(ExperimentCatalog catalog)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> hashes = new(StringComparer.Ordinal);
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
            hashes[name] = HashOf(loaded);
            published[name] = loaded.IsPublished;
            return loaded;
        }
    }

    /// <summary>The hash of a data set as it is read; null where it was not read yet.</summary>
    public string? KnownHash(string name)
    {
        lock (gate)
            return hashes.GetValueOrDefault(name);
    }

    /// <summary>The hash of a data set, which is read where it was not yet; null where it cannot be read.</summary>
    public string? Hash(string name)
    {
        lock (gate)
        {
            if (!hashes.ContainsKey(name))
                try
                {
                    Load(name);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
                {
                    // Whoever runs an experiment on it hears why.
                    return null;
                }

            return hashes[name];
        }
    }

    private static string HashOf(TrainTestData data) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{data.Train.ContentHash}\n{data.Test.ContentHash}")));

    /// <summary>Whether a set's files were the published ones; null for none, and for one that was never loaded.</summary>
    public bool? IsPublished(string? name)
    {
        lock (gate)
            return name is not null && published.TryGetValue(name, out var known) ? known : null;
    }
}
