using Generalization.Data.Cifar;
using Generalization.Data.Idx;

namespace Generalization.Data.Known;

/// <summary>The data sets that can be asked for by name.</summary>
public static class KnownDatasets
{
    // For each the folders that may hold it, by their publishers' names, and whether its files' names are its own. Those of MNIST's kind
    // are the same in each such set, so that the root's must not stand in for one that is missing from the folder; CIFAR's may, and its
    // archives lie in the root.
    private static readonly (string Name, string[] Folders, bool OwnNames, Func<string, TrainTestData> Load)[] OnDisk =
    [
        ("fashion-mnist", ["fashion-mnist"], false, FashionMnist.Load),
        ("mnist", ["mnist"], false, Mnist.Load),
        ("kmnist", ["kmnist"], false, KuzushijiMnist.Load),
        ("cifar10", ["cifar-10-batches-bin", "cifar-10-batches-py"], true, Cifar10.Load),
        ("cifar100", ["cifar-100-binary", "cifar-100-python"], true, Cifar100.Load),
    ];

    /// <summary>Their names; the first one is inside this library.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fashion-mnist-mini", .. OnDisk.Select(d => d.Name)];

    /// <summary>Reads a data set, and compares the MD5 of what was read with the published one (<see
    /// cref="TrainTestData.IsPublished"/>).</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Its own folder, or a root that holds folders by their publishers' names, of which an empty one counts as
    /// absent; not needed for the embedded one.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is not what the format says.</exception>
    /// <exception cref="IOException">A folder is needed and none was given, or a file cannot be read.</exception>
    public static TrainTestData Load(string name, string? folder = null)
    {
        if (name == Names[0])
            return FashionMnistMini.Load();
        var known = OnDisk.FirstOrDefault(d => d.Name == name);
        if (known.Load is null)
            throw new ArgumentException($"The data set must be one of {string.Join(", ", Names)}, but was {name}.", nameof(name));
        if (folder is null)
            throw new IOException($"The data set {name} needs a folder: give --data DIR or set GENERALIZATION_DATA.");
        DatasetNotFoundException? missing = null;
        foreach (
            var own in known
                .Folders.Select(own => Path.Combine(folder, own))
                .Where(own => Directory.Exists(own) && Directory.EnumerateFileSystemEntries(own).Any())
        )
            try
            {
                return Read(known, own);
            }
            catch (DatasetNotFoundException e) when (known.OwnNames)
            {
                missing ??= e;
            }

        try
        {
            return Read(known, folder);
        }
        catch (DatasetNotFoundException) when (missing is not null)
        {
            // A folder that lacks a file says more than a root that has none.
            throw missing;
        }
    }

    // What a report may call published is decided here, where the files are.
    private static TrainTestData Read((string Name, string[] Folders, bool OwnNames, Func<string, TrainTestData> Load) known, string folder)
    {
        var data = known.Load(folder);
        return PublishedFolder.Is(known.Name, folder) ? data.AsPublished() : data;
    }
}
