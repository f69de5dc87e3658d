using System.IO.Compression;
using System.Security.Cryptography;
using Generalization.Data.Download;

namespace Generalization.Data.Known;

/// <summary>Whether a folder's files are a publisher's, byte for byte, by their MD5.</summary>
internal static class PublishedFolder
{
    // The contents of MNIST's and Fashion-MNIST's files, unpacked: whoever packed them again has the same pixels.
    private static readonly (string Name, string Md5)[] Mnist =
    [
        ("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
        ("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
        ("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
        ("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
    ];
    private static readonly (string Name, string Md5)[] Fashion =
    [
        ("train-images-idx3-ubyte", "f4a8712d7a061bf5bd6d2ca38dc4d50a"),
        ("train-labels-idx1-ubyte", "9018921c3c673c538a1fc5bad174d6f9"),
        ("t10k-images-idx3-ubyte", "8181f5470baa50b63fa0f6fddb340f0a"),
        ("t10k-labels-idx1-ubyte", "15d484375f8d13e6eb1aabb0c3f46965"),
    ];

    // What is in CIFAR-10's binary archive.
    private static readonly (string Name, string? Md5)[] Binary10 =
    [
        ("data_batch_1.bin", "5dd7e06a14cb22eb9f671a540d1b7c25"),
        ("data_batch_2.bin", "5ea93a67294ea407fff1d09f752e9692"),
        ("data_batch_3.bin", "942cd6a4bcdd0dd3c604fbe906cb4421"),
        ("data_batch_4.bin", "ae636b3ba5c66a11e91e8cb52e771fcb"),
        ("data_batch_5.bin", "53f37980c15c3d472c316c40844f3f0d"),
        ("test_batch.bin", "803d5f7f4d78ea53de84dbe85f74fb6d"),
    ];

    // Of CIFAR-100's nothing is published but the archive's: unpacked, it is not verified.
    private static readonly (string Name, string? Md5)[] Binary100 = [("train.bin", null), ("test.bin", null)];

    // The Python version's batches as torchvision checks them.
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
            "mnist" => IsIdx(folder, Mnist),
            "fashion-mnist" => IsIdx(folder, Fashion),
            "cifar10" => IsCifar("cifar-10", folder, Binary10, Python10, PythonArchive10),
            "cifar100" => IsCifar("cifar-100", folder, Binary100, Python100, PythonArchive100),
            _ => false,
        };

    // A plain file is read before a packed one beside it, and each by either of its names.
    private static bool IsIdx(string folder, (string Name, string Md5)[] files) =>
        files.All(f =>
        {
            string[] names = [f.Name, f.Name.Replace("-idx", ".idx", StringComparison.Ordinal)];
            var found = names.SelectMany(n => new[] { n, $"{n}.gz" }).Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists);
            return found is not null && (found.EndsWith(".gz", StringComparison.Ordinal) ? HasPacked(found, f.Md5) : Has(found, f.Md5));
        });

    private static bool IsCifar(
        string name,
        string folder,
        (string Name, string? Md5)[] binary,
        (string Name, string Md5)[] python,
        string pythonArchive
    )
    {
        string At(string file) => Path.Combine(folder, file);
        var archive = PublishedFile.Of(name.Replace("-", "", StringComparison.Ordinal)).Single();
        if (File.Exists(folder))
            return Has(folder, archive.Md5, pythonArchive);
        if (binary.Any(f => File.Exists(At(f.Name))))
            return binary.All(f => f.Md5 is { } md5 && Has(At(f.Name), md5));
        if (python.Any(f => File.Exists(At(f.Name))))
            return python.All(f => Has(At(f.Name), f.Md5));
        return File.Exists(At(archive.Name)) ? Has(At(archive.Name), archive.Md5) : Has(At($"{name}-python.tar.gz"), pythonArchive);
    }

    private static bool Has(string path, params string[] md5)
    {
        if (!File.Exists(path))
            return false;
        using var content = File.OpenRead(path);
        return md5.Contains(Md5Of(content));
    }

    private static bool HasPacked(string path, string md5)
    {
        try
        {
            using var packed = File.OpenRead(path);
            using var content = new GZipStream(packed, CompressionMode.Decompress);
            return Md5Of(content) == md5;
        }
        catch (InvalidDataException)
        {
            // What follows the published bytes makes another file.
            return false;
        }
    }

#pragma warning disable CA5351 // The publishers state no other checksum; it guards against accidents here, not against forgers.
    private static string Md5Of(Stream content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
}
