using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Moves the pixels of every image by one random permutation, drawn once for training and test set.</summary>
/// <remarks>
/// <para>x′[c, i] = x[c, π(i)], π a uniformly random permutation of the H·W positions, the channels together, on the full image
/// before any crop.</para>
/// <para>(N, C, H, W) → (N, C, H, W), the type stays. Source: section 2.1, "shuffled pixels".</para>
/// </remarks>
public sealed record ShuffledPixels : PixelCorruption
{
    /// <inheritdoc/>
    public override string Name => "shuffled-pixels";

    private protected override (PixelArray Pixels, int[]? Permutation) Transform(Dataset data, ulong seed, CancellationToken token)
    {
        var permutation = new RandomKey(seed, RandomPurpose.ShuffledPixels).Stream(0).Permutation(data.Shape.Positions);
        return (Permute(data, token, _ => permutation), permutation);
    }
}
