namespace Generalization.Distributed.Blocks;

/// <summary>A worker's gradient for a block.</summary>
/// <param name="worker">Who computed it.</param>
/// <param name="sequence">The number of the part that it is of.</param>
/// <param name="baseVersion">The block's version that it was computed from.</param>
/// <param name="examples">The examples of the part.</param>
/// <param name="format">What the gradient's numbers are.</param>
/// <param name="gradient">The gradient of the part's mean loss, and the averages after the part.</param>
public readonly ref struct GradientPush(
    int worker,
    long sequence,
    long baseVersion,
    int examples,
    GradientFormat format,
    ReadOnlySpan<byte> gradient
)
{
    /// <summary>Who computed it.</summary>
    public int Worker { get; } = worker;

    /// <summary>The number of the part that it is of; a part counts once, whoever sends it and how often.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The block's version that it was computed from.</summary>
    public long BaseVersion { get; } = baseVersion;

    /// <summary>The examples of the part.</summary>
    public int Examples { get; } = examples;

    /// <summary>What the gradient's numbers are.</summary>
    public GradientFormat Format { get; } = format;

    /// <summary>The gradient of the part's mean loss, and the averages after the part.</summary>
    public ReadOnlySpan<byte> Gradient { get; } = gradient;
}
