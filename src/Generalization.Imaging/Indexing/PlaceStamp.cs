using Generalization.Imaging.Stores;

namespace Generalization.Imaging.Indexing;

/// <summary>What a file or folder was like when it was indexed.</summary>
/// <param name="Path">Its path below the root.</param>
/// <param name="Length">A file's length; −1 for a folder, −2 for nothing.</param>
/// <param name="Changed">When it was last written, in ticks of universal time. A folder's changes with what is added, removed and
/// renamed.</param>
internal sealed record PlaceStamp(string Path, long Length, long Changed)
{
    /// <summary>What is there now.</summary>
    public static PlaceStamp Of(string root, string path)
    {
        var full = System.IO.Path.Combine(root, path);
        var folder = new DirectoryInfo(full);
        if (folder.Exists)
            return new(path, -1, folder.LastWriteTimeUtc.Ticks);
        var file = LinkedFile.Of(full);
        return file.Exists ? new(path, file.Length, file.LastWriteTimeUtc.Ticks) : new(path, -2, 0);
    }

    /// <summary>Whether it is the same now.</summary>
    public bool Holds(string root) => Of(root, Path) == this;
}
