namespace Generalization.Data;

/// <summary>The data sets that can be asked for by name.</summary>
public static class KnownDatasets
{
    // For each the folders that may hold it, by their publishers' names; its archives lie in the root.
    private static readonly (string Name, string[] Folders, Func<string, TrainTestSplit> Load)[] OnDisk =
    [
        ("fashion-mnist", ["fashion-mnist"], FashionMnist.Load),
        ("mnist", ["mnist"], Mnist.Load),
        ("kmnist", ["kmnist"], KuzushijiMnist.Load),
        ("cifar10", ["cifar-10-batches-bin", "cifar-10-batches-py"], Cifar10.Load),
        ("cifar100", ["cifar-100-binary", "cifar-100-python"], Cifar100.Load),
        ("image-folder", [], folder => ImageFolder.Load(folder)),
    ];

    /// <summary>Their names; the first one is inside this library.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fashion-mnist-mini", .. OnDisk.Select(d => d.Name)];

    /// <summary>Reads a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Its own folder, or a root that holds folders by their publishers' names; not needed for the embedded one.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is not what the format says.</exception>
    /// <exception cref="IOException">A folder is needed and none was given, or a file cannot be read.</exception>
    public static TrainTestSplit Load(string name, string? folder = null)
    {
        if (name == Names[0]) return FashionMnistMini.Load();
        var known = OnDisk.FirstOrDefault(d => d.Name == name);
        if (known.Load is null) throw new ArgumentException($"The data set must be one of {string.Join(", ", Names)}, but was {name}.", nameof(name));
        if (folder is null) throw new IOException($"The data set {name} needs a folder: give --data DIR or set GENERALIZATION_DATA.");
        return known.Load(known.Folders.Select(own => Path.Combine(folder, own)).FirstOrDefault(Directory.Exists) ?? folder);
    }
}
