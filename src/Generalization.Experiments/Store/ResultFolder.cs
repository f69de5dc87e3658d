namespace Generalization.Experiments.Store;

/// <summary>A new folder that belongs to one process, and is a store of its runs. Tables and pictures of the runs are written at its
/// top.</summary>
public sealed class ResultFolder : IDisposable
{
    private const string Mark = ".claimed";
    private readonly string mark;

    private ResultFolder(string path)
    {
        (Path, mark) = (path, System.IO.Path.Combine(path, Mark));
        Store = RunStore.Open(path);
    }

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>The folder as a store.</summary>
    public RunStore Store { get; }

    /// <summary>Makes a folder, which must be new or empty, so that nothing is overwritten; of several processes that ask for one at once,
    /// one gets it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It holds something already, is another process's, or cannot be made.</exception>
    public static ResultFolder Claim(string path)
    {
        var mark = System.IO.Path.Combine(path, Mark);
        if (!TryMake(path, mark))
            throw NotEmpty(path);
        // One that had it before may have come and gone between the two looks.
        if (Directory.EnumerateFileSystemEntries(path).Skip(1).Any())
        {
            File.Delete(mark);
            throw NotEmpty(path);
        }

        return new ResultFolder(System.IO.Path.GetFullPath(path));
    }

    /// <summary>A file at its top.</summary>
    /// <param name="name">Its name.</param>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Releases the folder. A folder without any file is free again.</summary>
    public void Dispose() => File.Delete(mark);

    private static bool TryMake(string path, string mark)
    {
        try
        {
            Directory.CreateDirectory(path);
            return !Directory.EnumerateFileSystemEntries(path).Any() && TryMark(mark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The folder for results must be one that can be made and written to, but {path} is not ({e.Message.TrimEnd('.')}); name "
                    + "another.",
                e
            );
        }
    }

    private static bool TryMark(string mark)
    {
        using var file = NewFile.TryCreate(mark, FileShare.Read);
        return file is not null;
    }

    private static IOException NotEmpty(string path) => new($"A run is never overwritten, but {path} is not empty. Name another folder.");
}
