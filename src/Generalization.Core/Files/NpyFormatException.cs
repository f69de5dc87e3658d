namespace Generalization.Files;

/// <summary>A file is not a .npy file that is read here, or is damaged.</summary>
public sealed class NpyFormatException : IOException
{
    /// <summary>Says what the file must do, and what it does instead.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">What it must do, to follow "must".</param>
    /// <param name="found">What was found, to follow "but".</param>
    /// <param name="remedy">What to do. Default: save the array again.</param>
    public NpyFormatException(string path, string rule, string found, string remedy = "Save the array again with numpy.save.")
        : base($"{path} must {rule}, but {found}. {remedy}") => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
