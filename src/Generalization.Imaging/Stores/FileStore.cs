using Generalization.Data;
using Generalization.Files;

namespace Generalization.Imaging.Stores;

/// <summary>Pictures that are files below one folder, each of which is opened for one reading alone.</summary>
/// <param name="root">The folder.</param>
/// <param name="files">The files' paths.</param>
internal sealed class FileStore(string root, IReadOnlyList<string> files) : IPictureStore
{
    private readonly int[] lengths = [.. files.Select(LengthOf)];

    public int Count => files.Count;

    public string NameOf(int picture) => files[picture];

    // Files of one name may lie in several folders.
    public string StemOf(int picture) => Path.GetRelativePath(root, files[picture]).Replace('\\', '/');

    public int LengthOf(int picture) => lengths[picture];

    public void Read(int picture, Span<byte> target)
    {
        using var file = RegularFile.OpenRead(files[picture], 0);
        if (file.Length != target.Length)
            throw new IOException(
                FormattableString.Invariant(
                    $"{files[picture]} must have {target.Length} bytes as when it was found, but has {file.Length}; "
                ) + "read the folder again."
            );
        file.ReadExactly(target);
    }

    private static int LengthOf(string file)
    {
        RegularFile.Check(file);
        return LinkedFile.Of(file).Length is <= int.MaxValue and var length
            ? (int)length
            : throw new DatasetFormatException(
                file,
                0,
                $"at most {int.MaxValue} bytes",
                FormattableString.Invariant($"{LinkedFile.Of(file).Length}"),
                remedy: "Take it out of the folder."
            );
    }
}
