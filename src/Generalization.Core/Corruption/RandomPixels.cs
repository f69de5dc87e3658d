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

    /// <inheritdoc/>
    protected override RandomPurpose Purpose => RandomPurpose.RandomPixels;

    /// <inheritdoc/>
    protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random) =>
        Permutation.Apply(image, changed, at.Shape, random.Permutation(at.Shape.Positions));
}
