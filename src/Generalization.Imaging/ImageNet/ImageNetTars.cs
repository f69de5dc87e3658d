using System.Security.Cryptography;
using Generalization.Data;
using Generalization.Files;

namespace Generalization.Imaging.ImageNet;

/// <summary>Compares the publisher's archives with their published MD5, which reads all of them: 145 GB.</summary>
/// <remarks>Source: the publisher's download page, as torchvision has it.</remarks>
public static class ImageNetTars
{
    private const int BytesAtOnce = 1 << 22;

    private static readonly Dictionary<string, string> Published = new()
    {
        [TarLayout.Train] = "1d675b47d978889d74fa0da5fadfb00e",
        [TarLayout.Validation] = "29b22e2961454d5413ddabcf34fc5622",
    };

    /// <summary>Reads the archives of a folder and compares them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="DatasetNotFoundException">An archive is not there.</exception>
    /// <exception cref="DatasetFormatException">An archive is another than the published one.</exception>
    /// <exception cref="IOException">An archive cannot be read.</exception>
    public static void Check(string folder, IProgress<long>? progress = null, CancellationToken token = default) =>
        Check(folder, Published, progress, token);

    internal static void Check(
        string folder,
        IReadOnlyDictionary<string, string> published,
        IProgress<long>? progress,
        CancellationToken token
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        foreach (var name in published.Keys.Where(name => !File.Exists(Path.Combine(folder, name))))
            throw new DatasetNotFoundException(Path.Combine(folder, name), name);
        var read = 0L;
        var buffer = new byte[BytesAtOnce];
        foreach (var (name, expected) in published)
        {
            using var file = RegularFile.OpenRead(Path.Combine(folder, name), 0, FileOptions.SequentialScan);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            for (int some; (some = file.Read(buffer)) > 0; progress?.Report(read += some))
            {
                token.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, some));
            }

            var found = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (found != expected)
                throw new DatasetFormatException(
                    Path.Combine(folder, name),
                    "its MD5",
                    expected,
                    found,
                    "Fetch the archive again from its publisher."
                );
        }
    }
}
