namespace Generalization.Data.Idx;

/// <summary>What tells one data set of MNIST's kind from another.</summary>
/// <param name="Name">The data set's name, which may also stand before its files' names.</param>
/// <param name="ClassNames">The classes' names.</param>
/// <param name="Folders">The folders below a root that may hold it.</param>
internal sealed record IdxForm(string Name, IReadOnlyList<string> ClassNames, params string[] Folders)
{
    /// <summary>Whether its files' names are its own.</summary>
    public bool OwnNames { get; init; }

    /// <summary>What the first class is called in the files.</summary>
    public int FirstLabel { get; init; }

    /// <summary>Whether the files hold each image with rows and columns exchanged.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>What to do where a file is damaged.</summary>
    public string Remedy { get; init; } = DatasetFormatException.FetchAgain;

    /// <summary>Reads training and test set.</summary>
    public TrainTestData Load(string folder) =>
        DatasetFolders.Load(
            folder,
            Folders,
            OwnNames,
            own => new(LoadSplit(own, DatasetSplit.Train, "train"), LoadSplit(own, DatasetSplit.Test, "t10k", "test")),
            pattern: "*ubyte*"
        );

    /// <summary>A split of images and labels as they were read.</summary>
    public Dataset Assemble(
        (int[] Sizes, byte[] Values) images,
        (int[] Sizes, byte[] Values) labels,
        string labelFile,
        DatasetSplit split,
        string operation
    )
    {
        if (labels.Sizes[0] != images.Sizes[0])
            throw Wrong(4, $"{images.Sizes[0]} labels, one for each image", $"{labels.Sizes[0]}");
        var wide = new long[labels.Values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = labels.Values[i] - FirstLabel;
            if (wide[i] < 0 || wide[i] >= ClassNames.Count)
                throw Wrong(8 + i, $"a label in [{FirstLabel}, {FirstLabel + ClassNames.Count - 1}]", $"{labels.Values[i]}");
        }

        var (height, width) = (images.Sizes[1], images.Sizes[2]);
        var (pixels, shape) = IsTransposed
            ? (Transposed(images.Values, height, width), new ImageShape(1, width, height))
            : (images.Values, new ImageShape(1, height, width));
        return Dataset.Create(Name, split, new UInt8Pixels(pixels, shape), wide, default, ClassNames, operation);

        DatasetFormatException Wrong(long offset, string expected, string found) => new(labelFile, offset, expected, found, remedy: Remedy);
    }

    private Dataset LoadSplit(string folder, DatasetSplit split, params string[] prefixes)
    {
        var images = Find(folder, prefixes, "images", 3);
        var labels = Find(folder, prefixes, "labels", 1);
        return Assemble(
            IdxFile.Read(images, 3, Remedy),
            IdxFile.Read(labels, 1, Remedy),
            labels,
            split,
            $"{Name} {split} read from IDX" + (IsTransposed ? ", rows and columns exchanged back" : "")
        );
    }

    // By the publisher's names; with a point as many copies have it; and with the data set's name before, as EMNIST's.
    private string Find(string folder, string[] prefixes, string what, int dimensions)
    {
        foreach (var prefix in prefixes.SelectMany(p => new[] { p, $"{Name}-{p}" }))
        foreach (var separator in new[] { '-', '.' })
        foreach (var ending in new[] { "", ".gz" })
            if (Path.Combine(folder, $"{prefix}-{what}{separator}idx{dimensions}-ubyte{ending}") is var file && File.Exists(file))
                return file;
        var usual = (OwnNames ? $"{Name}-{prefixes[^1]}" : prefixes[0]) + $"-{what}-idx{dimensions}-ubyte";
        throw Remedy == IdxFile.OwnRemedy
            ? new DatasetNotFoundException(
                Path.Combine(folder, usual),
                $"{usual} or {usual}.gz",
                "Name the folder that holds the four files."
            )
            : new DatasetNotFoundException(Path.Combine(folder, usual), $"{usual} or {usual}.gz");
    }

    private static byte[] Transposed(byte[] images, int height, int width)
    {
        var turned = new byte[images.Length];
        for (var first = 0; first < images.Length; first += height * width)
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            turned[first + x * height + y] = images[first + y * width + x];
        return turned;
    }
}
