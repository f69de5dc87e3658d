using System.Text;

namespace Generalization.Files;

/// <summary>Files that appear whole or not at all: written aside, to the disk, and then renamed.</summary>
public static class WholeFile
{
    /// <summary>Writes a file; of several processes that write one file at once, one is the last.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="IOException">It cannot be written; what was there before stays.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        // A name of its own: the processes of a store end together, and each writes the report.
        var aside = $"{path}.{Path.GetRandomFileName()}.part";
        try
        {
            using (var file = Create(aside))
                Finish(file, content);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            DeleteIfThere(aside);
            throw;
        }
    }

    /// <summary>Writes a text as UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})" path="/exception"/>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Copies a file; what was there before is replaced.</summary>
    /// <param name="from">The file that is read.</param>
    /// <param name="to">The file that is written.</param>
    /// <exception cref="IOException">One cannot be read, or the other not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read, or the other not be written.</exception>
    public static void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        Write(to, source.CopyTo, $"{to}.{Path.GetRandomFileName()}.part");
    }

    /// <summary>Writes a file by a function.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what it holds.</param>
    /// <param name="aside">Where it is written first, in the same folder; one name for each writer that may be at work at once.</param>
    /// <param name="overwrite">Whether one that is there is replaced. Default: true.</param>
    /// <exception cref="IOException">It cannot be written, or is there and stays.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write, string aside, bool overwrite = true)
    {
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            using (var file = Create(aside))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite);
        }
        catch
        {
            DeleteIfThere(aside);
            throw;
        }
    }

    // What could not be written whole only takes room, often where there is none. Where the folder is missing too, a deletion would hide
    // what went wrong.
    private static void DeleteIfThere(string aside)
    {
        if (File.Exists(aside))
            File.Delete(aside);
    }

    private static FileStream Create(string aside) => new(aside, FileMode.Create, FileAccess.Write, FileShare.Read);

    private static void Finish(FileStream file, ReadOnlySpan<byte> content)
    {
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
