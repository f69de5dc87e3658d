namespace Generalization.Data.Idx;

/// <summary>Reads a data set in MNIST's four files: train-images-idx3-ubyte, train-labels-idx1-ubyte and t10k-… alike, each plain or
/// .gz.</summary>
public static class IdxDataset
{
    /// <summary>Reads training and test set.</summary>
    /// <param name="folder">The folder of the four files.</param>
    /// <param name="name">The data set's name.</param>
    /// <param name="classNames">The classes' names.</param>
    /// <returns>uint8 images of one channel, in file order.</returns>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is not what the format says.</exception>
    public static TrainTestData Load(string folder, string name, IReadOnlyList<string> classNames) =>
        new(
            LoadSplit(folder, "train", DatasetSplit.Train, name, classNames),
            LoadSplit(folder, "t10k", DatasetSplit.Test, name, classNames)
        );

    internal static Dataset Assemble(
        (int[] Sizes, byte[] Values) images,
        (int[] Sizes, byte[] Values) labels,
        string labelFile,
        DatasetSplit split,
        string name,
        IReadOnlyList<string> classNames,
        string operation
    )
    {
        if (labels.Sizes[0] != images.Sizes[0])
            throw new DatasetFormatException(labelFile, 4, $"{images.Sizes[0]} labels, one for each image", $"{labels.Sizes[0]}");
        var wide = new long[labels.Values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = labels.Values[i];
            if (wide[i] >= classNames.Count)
                throw new DatasetFormatException(labelFile, 8 + i, $"a label in [0, {classNames.Count - 1}]", $"{wide[i]}");
        }

        return Dataset.Create(
            name,
            split,
            new UInt8Pixels(images.Values, new ImageShape(1, images.Sizes[1], images.Sizes[2])),
            wide,
            default,
            classNames,
            operation
        );
    }

    private static Dataset LoadSplit(string folder, string prefix, DatasetSplit split, string name, IReadOnlyList<string> classNames)
    {
        var images = Find(folder, $"{prefix}-images-idx3-ubyte");
        var labels = Find(folder, $"{prefix}-labels-idx1-ubyte");
        return Assemble(IdxFile.Read(images, 3), IdxFile.Read(labels, 1), labels, split, name, classNames, $"{name} {split} read from IDX");
    }

    private static string Find(string folder, string file)
    {
        var plain = Path.Combine(folder, file);
        if (File.Exists(plain))
            return plain;
        var compressed = plain + ".gz";
        return File.Exists(compressed) ? compressed : throw new DatasetNotFoundException(plain, $"{file} or {file}.gz");
    }
}
