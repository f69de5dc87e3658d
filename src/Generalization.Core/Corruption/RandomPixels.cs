using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Moves the pixels of every image by a random permutation of its own.</summary>
/// <remarks>
/// <para>x′ᵢ[c, j] = xᵢ[c, πᵢ(j)], πᵢ a uniformly random permutation of the H·W positions, drawn once for each image of each split,
/// the channels together, on the full image before any crop.</para>
/// <para>(N, C, H, W) → (N, C, H, W), the type stays. Source: section 2.1, "random pixels".</para>
/// </remarks>
public sealed record RandomPixels : PixelCorruption
{
    /// <inheritdoc/>
    public override string Name => "random-pixels";

    private protected override (PixelArray Pixels, int[]? Permutation) Transform(Dataset data, ulong seed, CancellationToken token)
    {
        var key = data.Split.Key(seed, RandomPurpose.RandomPixels);
        return (Permute(data, token, index => key.Stream(index).Permutation(data.Shape.Positions)), null);
    }
}
