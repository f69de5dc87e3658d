namespace Generalization.Data.Idx;

/// <summary>Reads your own data set in MNIST's four files: train-images-idx3-ubyte, train-labels-idx1-ubyte and t10k-… alike, each
/// plain or .gz.</summary>
/// <remarks>A point may stand for the hyphen (train-images.idx3-ubyte), "test" for "t10k", and the data set's name and a hyphen may come
/// first.</remarks>
public static class IdxDataset
{
    /// <summary>Reads training and test set.</summary>
    /// <param name="folder">The folder of the four files, or one that holds it under the data set's name.</param>
    /// <param name="name">The data set's name.</param>
    /// <param name="classNames">The classes' names.</param>
    /// <returns>uint8 images of one channel, in file order.</returns>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is not what the format says.</exception>
    /// <exception cref="IOException">A file cannot be read, or is no regular file.</exception>
    public static TrainTestData Load(string folder, string name, IReadOnlyList<string> classNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(classNames);
        return new IdxForm(name, classNames, name) { Remedy = IdxFile.OwnRemedy }.Load(folder);
    }
}
