using System.Numerics;
using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Features;

/// <summary>What surrounds a random convolution's matrix product, on the CPU: an image's patches cut out and normalized, and a filter's
/// responses rectified and pooled, each in one pass while they are in the cache.</summary>
/// <remarks>Patches lie cell after cell, so that a cell's responses are contiguous.</remarks>
internal sealed class PatchPooling
{
    private readonly ImageShape shape;
    private readonly int size,
        length,
        count;
    private readonly float normalizationOffset,
        threshold,
        scale;
    private readonly (int Row, int Column, int Length)[] runs; // of patches side by side
    private readonly int[] cellEnds;

    public PatchPooling(ImageShape shape, RandomConvolutionOptions options)
    {
        (this.shape, size, length) = (shape, options.PatchSize, shape.Channels * options.PatchSize * options.PatchSize);
        var (down, across, grid) = (shape.Height - size + 1, shape.Width - size + 1, options.Pooling);
        (normalizationOffset, threshold, count) = ((float)options.NormalizationOffset, (float)options.Threshold, down * across);
        scale = 1f / (Begin(1, down) * Begin(1, across));
        runs =
        [
            .. from r in Enumerable.Range(0, grid)
            from c in Enumerable.Range(0, grid)
            from y in Enumerable.Range(Begin(r, down), Begin(r + 1, down) - Begin(r, down))
            select (y, Begin(c, across), Begin(c + 1, across) - Begin(c, across)),
        ];
        cellEnds = new int[grid * grid];
        for (var (cell, end) = (0, 0); cell < cellEnds.Length; cell++)
            cellEnds[cell] = end +=
                (Begin(cell / grid + 1, down) - Begin(cell / grid, down)) * (Begin(cell % grid + 1, across) - Begin(cell % grid, across));

        int Begin(int cell, int patches) => (cell * patches + grid - 1) / grid;
    }

    /// <summary>(n, d, P), float32: normalized patches as columns.</summary>
    /// <param name="pixels">(n, C, H, W), float32, contiguous.</param>
    public unsafe Tensor Patches(Tensor pixels)
    {
        var patches = empty([pixels.shape[0], length, count], ScalarType.Float32);
        var (from, to) = ((nint)TensorMemory.Pointer(pixels), (nint)TensorMemory.Pointer(patches));
        Parallel.For(
            0,
            (int)pixels.shape[0],
            i =>
            {
                var own = new Span<float>((float*)to + (long)i * length * count, length * count);
                CutOut(new ReadOnlySpan<float>((float*)from + (long)i * shape.Size, shape.Size), own);
                Normalize(own);
            }
        );
        return patches;
    }

    /// <summary>(n, F · 2 · g²), float32: what exceeds the threshold on either side, in each cell.</summary>
    /// <param name="responses">(n, F, P), float32, contiguous, of patches as <see cref="Patches"/> orders them.</param>
    /// <param name="shifts">What is taken off each filter's responses, (F).</param>
    public unsafe Tensor Pool(Tensor responses, ReadOnlyMemory<float> shifts)
    {
        var (filters, features) = (shifts.Length, 2 * cellEnds.Length);
        var pooled = empty([responses.shape[0], (long)filters * features], ScalarType.Float32);
        var (from, to) = ((nint)TensorMemory.Pointer(responses), (nint)TensorMemory.Pointer(pooled));
        Parallel.For(
            0,
            (int)responses.shape[0],
            i =>
            {
                var shift = shifts.Span;
                for (var f = 0; f < filters; f++)
                {
                    var row = (long)i * filters + f;
                    Pool(
                        new ReadOnlySpan<float>((float*)from + row * count, count),
                        shift[f],
                        new Span<float>((float*)to + row * features, features)
                    );
                }
            }
        );
        return pooled;
    }

    private void CutOut(ReadOnlySpan<float> image, Span<float> patches)
    {
        for (var j = 0; j < length; j++)
        {
            var (channel, y, x) = (j / (size * size), j / size % size, j % size);
            var plane = image.Slice(channel * shape.Height * shape.Width, shape.Height * shape.Width);
            var row = patches.Slice(j * count, count);
            foreach (var run in runs)
            {
                plane.Slice((run.Row + y) * shape.Width + run.Column + x, run.Length).CopyTo(row);
                row = row[run.Length..];
            }
        }
    }

    private void Normalize(Span<float> patches)
    {
        var (means, squares) = (new float[count], new float[count]);
        for (var j = 0; j < length; j++)
            Add(patches.Slice(j * count, count), means);
        foreach (ref var mean in means.AsSpan())
            mean /= length;
        for (var j = 0; j < length; j++)
            Centre(patches.Slice(j * count, count), means, squares);
        foreach (ref var square in squares.AsSpan())
            square = 1 / MathF.Sqrt(square / length + normalizationOffset);
        for (var j = 0; j < length; j++)
            Scale(patches.Slice(j * count, count), squares);
    }

    private void Pool(ReadOnlySpan<float> responses, float shift, Span<float> features)
    {
        for (var (cell, begin) = (0, 0); cell < cellEnds.Length; begin = cellEnds[cell++])
        {
            var own = responses[begin..cellEnds[cell]];
            var vectors = MemoryMarshal.Cast<float, Vector<float>>(own);
            var (low, high) = (new Vector<float>(shift - threshold), new Vector<float>(shift + threshold));
            var (above, below) = (Vector<float>.Zero, Vector<float>.Zero);
            foreach (var value in vectors)
            {
                above += Vector.Max(value - high, Vector<float>.Zero);
                below += Vector.Max(low - value, Vector<float>.Zero);
            }

            var (up, down) = (Vector.Sum(above), Vector.Sum(below));
            foreach (var value in own[(vectors.Length * Vector<float>.Count)..])
            {
                up += Math.Max(value - (shift + threshold), 0);
                down += Math.Max(shift - threshold - value, 0);
            }

            (features[cell], features[cellEnds.Length + cell]) = (up * scale, down * scale);
        }
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sums)
    {
        var v = MemoryMarshal.Cast<float, Vector<float>>(values);
        var s = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (var i = 0; i < v.Length; i++)
            s[i] += v[i];
        for (var i = v.Length * Vector<float>.Count; i < values.Length; i++)
            sums[i] += values[i];
    }

    private static void Centre(Span<float> values, ReadOnlySpan<float> means, Span<float> squares)
    {
        var v = MemoryMarshal.Cast<float, Vector<float>>(values);
        var m = MemoryMarshal.Cast<float, Vector<float>>(means);
        var s = MemoryMarshal.Cast<float, Vector<float>>(squares);
        for (var i = 0; i < v.Length; i++)
        {
            var centred = v[i] - m[i];
            v[i] = centred;
            s[i] += centred * centred;
        }

        for (var i = v.Length * Vector<float>.Count; i < values.Length; i++)
        {
            values[i] -= means[i];
            squares[i] += values[i] * values[i];
        }
    }

    private static void Scale(Span<float> values, ReadOnlySpan<float> factors)
    {
        var v = MemoryMarshal.Cast<float, Vector<float>>(values);
        var f = MemoryMarshal.Cast<float, Vector<float>>(factors);
        for (var i = 0; i < v.Length; i++)
            v[i] *= f[i];
        for (var i = v.Length * Vector<float>.Count; i < values.Length; i++)
            values[i] *= factors[i];
    }
}
