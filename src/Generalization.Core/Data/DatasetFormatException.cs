namespace Generalization.Data;

/// <summary>A data file is not what its format says.</summary>
public sealed class DatasetFormatException : IOException
{
    internal DatasetFormatException(string file, long offset, string expected, string found, Exception? inner = null)
        : base($"{file}, byte {offset}: expected {expected}, but found {found}. Fetch the file again from its publisher.", inner) =>
        (File, Offset, Expected, Found) = (file, offset, expected, found);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Where in the file, in bytes; in its decompressed content for a compressed file.</summary>
    public long Offset { get; }

    /// <summary>What the format asks for there.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }
}
