namespace Generalization.Experiments.Store;

/// <summary>Makes a file that of several processes one alone can make.</summary>
internal static class NewFile
{
    // What the system says of a file that is there: POSIX's EEXIST and Windows's ERROR_FILE_EXISTS.
    private const int Exists = 17;
    private const int FileExists = unchecked((int)0x80070050);

    /// <summary>Makes a file that is not there yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <returns>The empty file, which the caller disposes; null where another made it first.</returns>
    /// <exception cref="IOException">It cannot be made for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static FileStream? TryCreate(string path, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, share);
        }
        // A look alone would not do: the other may have removed the file again by now.
        catch (IOException e) when (e.HResult is Exists or FileExists)
        {
            return null;
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && Path.Exists(path))
        {
            return null;
        }
    }
}
