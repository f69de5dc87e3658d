namespace Generalization.Measures.Subsets;

/// <summary>A file is not a subset run's, is damaged, or is of other runs.</summary>
public sealed class SubsetRunFormatException : IOException
{
    /// <summary>Says what the file must be, and what it is instead.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">What it must do, to follow "must".</param>
    /// <param name="found">What was found, to follow "but".</param>
    /// <param name="remedy">What to do.</param>
    public SubsetRunFormatException(string path, string rule, string found, string remedy)
        : base($"{path} must {rule}, but {found}. {remedy}") => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
