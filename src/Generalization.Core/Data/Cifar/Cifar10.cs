namespace Generalization.Data.Cifar;

/// <summary>CIFAR-10: 50,000 and 10,000 photographs, 3×32×32, ten classes.</summary>
public static class Cifar10
{
    /// <summary>The ten classes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads training and test set in any form that its publisher gives it, or as torchvision leaves it.</summary>
    /// <remarks>Binary files (data_batch_1.bin … data_batch_5.bin, test_batch.bin), the Python version's batches, or cifar-10-binary.tar.gz
    /// or cifar-10-python.tar.gz, which is read without unpacking. Code in a Python pickle is refused and never run.</remarks>
    /// <param name="path">The folder of the files, a root that holds it by its publisher's name, or the .tar.gz.</param>
    /// <returns>uint8 images, in file order.</returns>
    /// <exception cref="DatasetNotFoundException">A file is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is not what the format says.</exception>
    /// <exception cref="IOException">A file cannot be read, or is no regular file.</exception>
    public static TrainTestData Load(string path) => CifarReader.Load(CifarVariety.Ten, path);
}
