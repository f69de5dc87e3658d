using Generalization.Data.Cifar;
using Generalization.Data.Idx;

namespace Generalization.Data.Known;

/// <summary>The data sets that can be asked for by name.</summary>
public static class KnownDatasets
{
    private static readonly (string Name, Func<string, TrainTestData> Load)[] OnDisk =
    [
        ("fashion-mnist", FashionMnist.Load),
        ("mnist", Mnist.Load),
        ("kmnist", KuzushijiMnist.Load),
        .. Emnist.Selections.Select(s => ($"emnist-{s}", (Func<string, TrainTestData>)(folder => Emnist.Load(folder, s)))),
        ("cifar10", Cifar10.Load),
        ("cifar100", Cifar100.Load),
    ];

    /// <summary>Their names; the first one is inside this library.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fashion-mnist-mini", .. OnDisk.Select(d => d.Name)];

    /// <summary>Reads a data set, and compares the MD5 of what was read with the published one (<see
    /// cref="TrainTestData.IsPublished"/>).</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Its own folder, or a root that holds folders by their publishers' or torchvision's names, of which one without
    /// a file counts as absent; not needed for the embedded one.</param>
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
        // What a report may call published is decided here, where the files are.
        var data = known.Load(folder);
        return PublishedFolder.Is(name, data.ReadFrom ?? folder) ? data.AsPublished() : data;
    }
}
