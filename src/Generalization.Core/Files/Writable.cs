namespace Generalization.Files;

/// <summary>Checks the place of a result before the work begins: a small file is made there and removed.</summary>
public static class Writable
{
    /// <summary>Refuses a file that cannot be written; one that is there stays as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is for, as the sentence begins, for example "--json".</param>
    /// <exception cref="IOException">It is a folder, or its folder is missing or cannot be written to.</exception>
    public static void CheckFile(string path, string what)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        try
        {
            if (string.IsNullOrWhiteSpace(path) || Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
                throw new IOException(string.IsNullOrWhiteSpace(path) ? "it has no name" : "it is a folder");
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(folder))
                throw new IOException($"there is no folder {folder}");
            Try(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException(
                $"{what} must be a file that can be written, but {path} is not ({e.Message.TrimEnd('.')}); name another.",
                e
            );
        }
    }

    /// <summary>Refuses a folder that cannot be made or written to; one that is missing is made.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="what">What it is for, as the sentence begins, for example "The folder for TensorBoard".</param>
    /// <exception cref="IOException">It cannot be made or written to.</exception>
    public static void CheckFolder(string path, string what)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        try
        {
            Try(Directory.CreateDirectory(path).FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException(
                $"{what} must be a folder that can be written to, but {path} is not ({e.Message.TrimEnd('.')}); name another.",
                e
            );
        }
    }

    // A byte, which a disk without room does not take.
    private static void Try(string folder)
    {
        var path = Path.Combine(folder, $".{Path.GetRandomFileName()}.part");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        file.WriteByte(0);
        file.Flush(flushToDisk: true);
    }
}
