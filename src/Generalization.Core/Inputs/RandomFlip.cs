using Generalization.Data;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Mirrors each image left to right with probability 1/2 in training.</summary>
/// <remarks>x′[c, y, x] = x[c, y, W − 1 − x] or x itself. (n, C, H, W) → (n, C, H, W). Source: section 3 and appendix A, "left-right
/// flip".</remarks>
public sealed record RandomFlip : IRandomInputStep
{
    /// <summary>"random-flip".</summary>
    public string Describe() => "random-flip";

    /// <inheritdoc/>
    public ImageShape OutputShape(ImageShape input) => input;

    /// <inheritdoc/>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.alias();
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor images, BatchDraws draws)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var mirrored = new bool[draws.Count];
        for (var i = 0; i < mirrored.Length; i++)
            mirrored[i] = draws.Stream(RandomPurpose.RandomFlip, i).NextInt32(2) == 1;
        var mask = tensor(mirrored, [draws.Count, 1, 1, 1]).SentTo(images.device);
        return where(mask, images.flip(3), images).MoveToOuterDisposeScope();
    }
}
