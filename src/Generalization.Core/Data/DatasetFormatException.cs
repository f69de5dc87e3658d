namespace Generalization.Data;

/// <summary>A data file is not what its format says.</summary>
public sealed class DatasetFormatException : IOException
{
    internal const string FetchAgain = "Fetch the file again from its publisher.";

    /// <summary>What is wrong at a byte of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in it, in bytes; in its decompressed content for a compressed file.</param>
    /// <param name="expected">What the format asks for there.</param>
    /// <param name="found">What is there.</param>
    /// <param name="inner">What was thrown by whatever read it. Default: none.</param>
    /// <param name="remedy">What to do, a sentence. Default: to fetch the file again from its publisher.</param>
    public DatasetFormatException(
        string file,
        long offset,
        string expected,
        string found,
        Exception? inner = null,
        string remedy = FetchAgain
    )
        : base(FormattableString.Invariant($"{file}, byte {offset}: expected {expected}, but found {found}. {remedy}"), inner) =>
        (File, Offset, Expected, Found) = (file, offset, expected, found);

    /// <summary>What is wrong at a place of a file of the user's own.</summary>
    /// <param name="file">The file.</param>
    /// <param name="place">Where in it, for example "line 3, column 2 (age)".</param>
    /// <param name="expected">What is asked for there.</param>
    /// <param name="found">What is there.</param>
    /// <param name="remedy">What to do, a sentence.</param>
    /// <param name="inner">What was thrown by whatever read it. Default: none.</param>
    public DatasetFormatException(string file, string place, string expected, string found, string remedy, Exception? inner = null)
        : base($"{file}, {place}: expected {expected}, but found {found}. {remedy}", inner) =>
        (File, Place, Expected, Found) = (file, place, expected, found);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Where in the file, in bytes; in its decompressed content for a compressed file. Null where <see cref="Place"/> says
    /// it.</summary>
    public long? Offset { get; }

    /// <summary>Where in the file, in words; null where <see cref="Offset"/> says it.</summary>
    public string? Place { get; }

    /// <summary>What the format asks for there.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }
}
