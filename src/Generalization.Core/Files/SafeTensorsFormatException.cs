namespace Generalization.Files;

/// <summary>A file is not a safetensors file, or is damaged, or holds a type of tensor that is not supported.</summary>
public sealed class SafeTensorsFormatException : IOException
{
    /// <summary>Says what the file must do, and what it does instead.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">What it must do, to follow "must".</param>
    /// <param name="found">What was found, to follow "but".</param>
    /// <param name="inner">What made it known. Default: none.</param>
    public SafeTensorsFormatException(string path, string rule, string found, Exception? inner = null)
        : base($"{path} must {rule}, but {found}. It is damaged or not a safetensors file; use another copy.", inner) => Path = path;

    /// <summary>Says in a whole sentence why the file is refused.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sentence">The sentence, which names the file.</param>
    public SafeTensorsFormatException(string path, string sentence)
        : base(sentence) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    internal static SafeTensorsFormatException NotSupported(string path, string tensor, string type, string supported) =>
        new(
            path,
            $"{path} holds {tensor} of type {type}, which is not supported; supported types are {supported}. Convert the tensor to one of "
                + "them where the file was written."
        );
}
