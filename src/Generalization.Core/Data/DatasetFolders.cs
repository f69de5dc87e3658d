namespace Generalization.Data;

/// <summary>Where a data set's files lie: in the folder that is given, or in one below it by its publisher's name or
/// torchvision's.</summary>
internal static class DatasetFolders
{
    /// <summary>Reads a data set from the first place that holds it.</summary>
    /// <param name="path">Its own folder, or a root that holds folders by name, of which one without such a file counts as absent.</param>
    /// <param name="names">The folders below a root that may hold it, the first one first.</param>
    /// <param name="ownNames">Whether its files' names are its own. Those of MNIST's kind are the same in each such set, so that the
    /// root's must not stand in for one that is missing from the folder; CIFAR's may, and its archives lie in the root.</param>
    /// <param name="load">Reads it from a folder.</param>
    /// <param name="pattern">What the names of its files have in common.</param>
    /// <exception cref="DatasetNotFoundException">No place has all its files; the first one with some says which is missing.</exception>
    public static TrainTestData Load(
        string path,
        IReadOnlyList<string> names,
        bool ownNames,
        Func<string, TrainTestData> load,
        string pattern = "*"
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        DatasetNotFoundException? missing = null;
        foreach (var own in names.Select(name => Path.Combine(path, name)).Where(HoldsFiles))
            try
            {
                return load(own) with { ReadFrom = own };
            }
            catch (DatasetNotFoundException e) when (ownNames)
            {
                missing ??= e;
            }

        try
        {
            return load(path) with { ReadFrom = path };
        }
        catch (DatasetNotFoundException) when (missing is not null)
        {
            // A folder that lacks a file says more than a root that has none.
            throw missing;
        }

        bool HoldsFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, pattern).Any();
    }
}
