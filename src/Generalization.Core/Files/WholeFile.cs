namespace Generalization.Files;

/// <summary>Files that appear whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes aside first and then renames; of several processes that write one file at once, one is the last.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        // A name of its own: the processes of a store end together, and each writes the report.
        var aside = $"{path}.{Path.GetRandomFileName()}.part";
        try
        {
            File.WriteAllBytes(aside, content);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
