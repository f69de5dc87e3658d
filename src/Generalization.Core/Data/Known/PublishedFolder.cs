using System.Security.Cryptography;
using Generalization.Data.Download;

namespace Generalization.Data.Known;

/// <summary>Whether a folder's files are a publisher's, byte for byte.</summary>
internal static class PublishedFolder
{
    // Of each form in which a loader reads a data set, in its order: the files and their MD5. Of unpacked binary batches no checksum is
    // published, and of unpacked MNIST none either; those of the Python batches are torchvision's.
    private static readonly string[] IdxFiles =
    [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ];
    private static readonly (string Name, string Md5)[] Python10 =
    [
        ("data_batch_1", "c99cafc152244af753f735de768cd75f"),
        ("data_batch_2", "d4bba439e000b95fd0a9bffe97cbabec"),
        ("data_batch_3", "54ebc095f3ab1f0389bbae665268c751"),
        ("data_batch_4", "634d18415352ddfa80567beed471001a"),
        ("data_batch_5", "482c414d41f54cd18b22e5b47cb7c3cb"),
        ("test_batch", "40351d587109b95175f43aff81a1287e"),
    ];
    private static readonly (string Name, string Md5)[] Python100 =
    [
        ("train", "16019d7e3df5f24257cddd939b257f8d"),
        ("test", "f0ef6b0ae62326f3e7ffdfab6717acfc"),
    ];
    private const string PythonArchive10 = "c58f30108f718f92721af3b95e74349a",
        PythonArchive100 = "eb9058c3a382ffc7106e4002c42a8d85";

    /// <summary>Whether what the loader of a data set reads in a folder is what was published.</summary>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="folder">The folder that it was read from, or the archive.</param>
    public static bool Is(string dataset, string folder) =>
        dataset switch
        {
            "mnist" or "fashion-mnist" => IsIdx(dataset, folder),
            "cifar10" => IsCifar("cifar-10", folder, "data_batch_1.bin", "test_batch.bin", Python10, PythonArchive10),
            "cifar100" => IsCifar("cifar-100", folder, "train.bin", "test.bin", Python100, PythonArchive100),
            _ => false,
        };

    private static bool IsIdx(string dataset, string folder) =>
        // A plain file is read before the published one beside it.
        !IdxFiles.Any(f => File.Exists(Path.Combine(folder, f)))
        && PublishedFile.Of(dataset).All(f => Has(Path.Combine(folder, f.Name), f.Md5));

    private static bool IsCifar(
        string name,
        string folder,
        string firstBinary,
        string lastBinary,
        (string Name, string Md5)[] python,
        string pythonArchive
    )
    {
        var binaryArchive = PublishedFile.Of(name.Replace("-", "", StringComparison.Ordinal)).Single().Md5;
        if (File.Exists(folder))
            return Has(folder, binaryArchive, pythonArchive);
        string At(string file) => Path.Combine(folder, file);
        if (File.Exists(At(firstBinary)) || File.Exists(At(lastBinary)))
            return false;
        if (python.Any(f => File.Exists(At(f.Name))))
            return python.All(f => Has(At(f.Name), f.Md5));
        var binary = At($"{name}-binary.tar.gz");
        return File.Exists(binary) ? Has(binary, binaryArchive) : Has(At($"{name}-python.tar.gz"), pythonArchive);
    }

    private static bool Has(string path, params string[] md5)
    {
        if (!File.Exists(path))
            return false;
        using var content = File.OpenRead(path);
#pragma warning disable CA5351 // The publishers state no other checksum; it guards against accidents here, not against forgers.
        return md5.Contains(Convert.ToHexStringLower(MD5.HashData(content)));
#pragma warning restore CA5351
    }
}
