using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>Moves the positions of an image, its channels together.</summary>
internal static class Permutation
{
    /// <summary>changed[c, j] = image[c, permutation[j]].</summary>
    public static void Apply<T>(ReadOnlySpan<T> image, Span<T> changed, ImageShape shape, ReadOnlySpan<int> permutation)
    {
        var positions = shape.Positions;
        for (var c = 0; c < shape.Channels; c++)
            Gather(image.Slice(c * positions, positions), permutation, changed.Slice(c * positions, positions));
    }

    private static void Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> permutation, Span<T> target)
    {
        for (var i = 0; i < target.Length && i < permutation.Length; i++)
            target[i] = source[permutation[i]];
    }
}
