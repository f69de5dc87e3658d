using Generalization.Data;

namespace Generalization.Imaging.Decoding;

/// <summary>What is wrong with a picture's bytes, before it is known which file they are from.</summary>
/// <param name="expected">What is asked for.</param>
/// <param name="found">What is there.</param>
/// <param name="remedy">What to do, a sentence.</param>
public sealed class DamagedPictureException(string expected, string found, string remedy)
    : Exception($"Expected {expected}, but found {found}. {remedy}")
{
    /// <summary>What is asked for.</summary>
    public string Expected { get; } = expected;

    /// <summary>What is there.</summary>
    public string Found { get; } = found;

    /// <summary>What to do, a sentence.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The same, said of a file.</summary>
    /// <param name="file">The file, or the archive and the file in it.</param>
    public DatasetFormatException Of(string file) => new(file, 0, Expected, Found, this, Remedy);
}
