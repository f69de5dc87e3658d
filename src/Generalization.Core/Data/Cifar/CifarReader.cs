using Generalization.Data.Archives;
using Generalization.Files;

namespace Generalization.Data.Cifar;

/// <summary>Finds and reads CIFAR in any of its published forms: binary files, Python batches, or either in its .tar.gz.</summary>
internal static class CifarReader
{
    // Nothing published is larger; what goes on beyond it is not the data set.
    private const long MostBytes = 1L << 28;

    public static TrainTestData Load(CifarVariety variety, string path) =>
        File.Exists(path)
            ? FromArchive(variety, path)
            : DatasetFolders.Load(path, [variety.Binary.Folder, variety.Python.Folder], ownNames: true, own => FromFolder(variety, own));

    private static TrainTestData FromFolder(CifarVariety variety, string path)
    {
        if (Has(path, variety.Binary))
            return CifarBinary.FromFolder(variety, path);
        if (Has(path, variety.Python))
            return CifarPython.Load(variety, file => ReadFile(Path.Combine(path, file)));
        foreach (var files in new[] { variety.Binary, variety.Python })
            if (File.Exists(Path.Combine(path, files.Archive)))
                return FromArchive(variety, Path.Combine(path, files.Archive));
        throw new DatasetNotFoundException(
            Path.Combine(path, variety.Binary.Train[0]),
            $"{variety.Binary.Train[0]}, {variety.Python.Train[0]} or {variety.Binary.Archive}"
        );
    }

    // A folder belongs to a form when it holds any of its files, so that one that is missing is named.
    private static bool Has(string folder, CifarFiles files) => files.All.Any(f => File.Exists(Path.Combine(folder, f)));

    private static (string Name, byte[] Bytes) ReadFile(string path) =>
        File.Exists(path) ? (path, ReadAll(path)) : throw new DatasetNotFoundException(path, Path.GetFileName(path));

    private static byte[] ReadAll(string path)
    {
        using var file = RegularFile.OpenRead(path);
        if (file.Length > MostBytes)
            throw new DatasetFormatException(
                path,
                MostBytes,
                FormattableString.Invariant($"a batch of at most {MostBytes} bytes"),
                FormattableString.Invariant($"{file.Length}")
            );
        var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        file.ReadExactly(bytes);
        return bytes;
    }

    private static TrainTestData FromArchive(CifarVariety variety, string path)
    {
        var wanted = variety.Binary.All.Concat(variety.Python.All).ToHashSet();
        var files = TarGzip.Read(path, wanted.Contains, MostBytes);
        var python = variety.Python.All.Any(files.ContainsKey);
        (string, byte[]) Find(string file) =>
            files.TryGetValue(file, out var bytes)
                ? ($"{path}:{file}", bytes)
                : throw new DatasetFormatException(
                    path,
                    0,
                    $"an archive that holds {file}",
                    files.Count == 0 ? "none of the data set's files" : $"only {string.Join(", ", files.Keys.Order())}"
                );
        return python ? CifarPython.Load(variety, Find) : CifarBinary.Load(variety, Find);
    }
}
