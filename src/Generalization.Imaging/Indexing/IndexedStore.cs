using Generalization.Files;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.Indexing;

/// <summary>The pictures of a list, read from their files or in place from their archives, each of which is opened for one reading
/// alone.</summary>
internal sealed class IndexedStore(string root, PictureList list) : IPictureStore
{
    private readonly ParquetGroups groups = new();

    // Labels and keys are the data set's: of many pictures, each array counts.
    private readonly PictureList list = list with { Labels = [], Keys = [] };

    public int Count => list.Count;

    public string NameOf(int picture) => Path.Combine(PathOf(picture), list.NameOf(picture));

    public string StemOf(int picture) => PictureStem.Of(list.NameOf(picture));

    public int LengthOf(int picture) => list.Lengths[picture];

    public void Read(int picture, Span<byte> target)
    {
        var length = list.Lengths[picture];
        if (target.Length != length)
            throw new ArgumentException($"The target must have {length} bytes, but had {target.Length}.", nameof(target));
        if (list.Places[list.PlaceOf[picture]].Kind == PlaceKind.Parquet)
        {
            ReadRow(picture, target);
            return;
        }

        var isFile = list.Places[list.PlaceOf[picture]].Kind == PlaceKind.Folder;
        var path = isFile ? NameOf(picture) : PathOf(picture);
        try
        {
            RegularFile.Check(path);
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (isFile && RandomAccess.GetLength(file) != length)
                throw Changed(path, FormattableString.Invariant($"{RandomAccess.GetLength(file)} bytes"), length);
            for (var at = 0; at < length; )
            {
                var read = RandomAccess.Read(file, target[at..], list.OffsetOf(picture) + at);
                at += read > 0 ? read : throw Changed(path, "an end before it", length);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Changed(path, "nothing", length, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path} may not be read by this user. Allow it, or name another folder.", e);
        }
    }

    private void ReadRow(int picture, Span<byte> target)
    {
        var (path, at) = (PathOf(picture), list.OffsetOf(picture));
        var rows = groups.Bytes(path, (int)(at >> 32));
        var row = (int)(at & uint.MaxValue);
        if (row >= rows.Length || rows[row].Length != target.Length)
            throw Changed(path, row < rows.Length ? $"{rows[row].Length} bytes" : "no such row", target.Length);
        rows[row].CopyTo(target);
    }

    private string PathOf(int picture) => Path.Combine(root, list.Places[list.PlaceOf[picture]].Path);

    private static IOException Changed(string path, string found, int length, Exception? inner = null) =>
        new(
            FormattableString.Invariant($"{path} must hold a picture of {length} bytes as when the folder was indexed, but has {found}; ")
                + "open the folder again, which indexes it anew.",
            inner
        );
}
