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

    /// <inheritdoc/>
    protected override RandomPurpose Purpose => RandomPurpose.ShuffledPixels;

    /// <inheritdoc/>
    protected override void Change<T>(ReadOnlySpan<T> image, Span<T> changed, PixelContext at, ref RandomStream random) =>
        Permutation.Apply(image, changed, at.Shape, at.Permutation);

    private protected override int[]? DrawPermutation(ImageShape shape, ulong seed) =>
        new RandomKey(seed, Purpose).Stream(0).Permutation(shape.Positions);
}
