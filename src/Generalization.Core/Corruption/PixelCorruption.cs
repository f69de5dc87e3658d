using Generalization.Data;

namespace Generalization.Corruption;

/// <summary>Changes the pixels of both splits; the labels stay.</summary>
public abstract record PixelCorruption : DatasetCorruption
{
    private protected const int ImagesAtOnce = 64;

    private protected abstract (PixelArray Pixels, int[]? Permutation) Transform(Dataset data, ulong seed, CancellationToken token);

    /// <inheritdoc/>
    public sealed override Dataset Apply(Dataset data, ulong seed, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (pixels, permutation) = Transform(data, seed, token);
        var result = data.WithPixels(pixels);
        return result.After(
            new CorruptionStep(
                this,
                seed,
                data.ContentHash,
                result.ContentHash,
                permutation is null ? default(ReadOnlyMemory<int>?) : new ReadOnlyMemory<int>(permutation)
            )
        );
    }

    private protected static void ForEachBlock(int count, CancellationToken token, Action<int, int> block) =>
        Parallel.For(
            0,
            (count + ImagesAtOnce - 1) / ImagesAtOnce,
            new ParallelOptions { CancellationToken = token },
            b => block(b * ImagesAtOnce, Math.Min(count, (b + 1) * ImagesAtOnce))
        );

    private protected static PixelArray Permute(Dataset data, CancellationToken token, Func<uint, int[]> permutationOf) =>
        data.Pixels switch
        {
            UInt8Pixels => new UInt8Pixels(Permute<byte>(data, d => ((UInt8Pixels)d.Pixels).Values, token, permutationOf)),
            _ => new Float32Pixels(Permute<float>(data, d => ((Float32Pixels)d.Pixels).Values, token, permutationOf)),
        };

    private delegate ReadOnlySpan<T> PixelsOf<T>(Dataset data);

    private static T[] Permute<T>(Dataset data, PixelsOf<T> pixelsOf, CancellationToken token, Func<uint, int[]> permutationOf)
    {
        var result = GC.AllocateUninitializedArray<T>(data.Pixels.Length);
        var (channels, positions) = (data.Shape.Channels, data.Shape.Positions);
        ForEachBlock(
            data.Count,
            token,
            (first, end) =>
            {
                var pixels = pixelsOf(data);
                for (var i = first; i < end; i++)
                {
                    var permutation = permutationOf(data.Indices[i]);
                    for (var c = 0; c < channels; c++)
                    {
                        var at = (i * channels + c) * positions;
                        Gather(pixels.Slice(at, positions), permutation, result.AsSpan(at, positions));
                    }
                }
            }
        );
        return result;
    }

    private static void Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> permutation, Span<T> target)
    {
        for (var i = 0; i < target.Length && i < permutation.Length; i++)
            target[i] = source[permutation[i]];
    }
}
