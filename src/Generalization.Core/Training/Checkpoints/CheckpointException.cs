namespace Generalization.Training.Checkpoints;

/// <summary>A checkpoint cannot be used.</summary>
public sealed class CheckpointException : IOException
{
    internal CheckpointException(string path, string rule, string found, string remedy, Exception? inner = null)
        : base($"{path} must {rule}, but {found}. {remedy}", inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
