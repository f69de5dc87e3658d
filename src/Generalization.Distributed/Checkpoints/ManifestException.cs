namespace Generalization.Distributed.Checkpoints;

/// <summary>A checkpoint of a distributed training cannot be used.</summary>
/// <param name="path">The file.</param>
/// <param name="rule">What it must do, after "must".</param>
/// <param name="found">What it does, after "but".</param>
/// <param name="inner">What was thrown. Default: nothing.</param>
public sealed class ManifestException(string path, string rule, string found, Exception? inner = null)
    : IOException($"{path} must {rule}, but {found}. Choose another folder, or remove this one to begin again.", inner);
