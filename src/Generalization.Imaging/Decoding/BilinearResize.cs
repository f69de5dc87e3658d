using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Generalization.Imaging.Decoding;

/// <summary>Stretches a decoded part to an image, linearly between the four nearest pixels, without smoothing.</summary>
/// <remarks>Row y lies at y · h / H of the part's h rows, as columns do; with the pixels a b above c d and the fractions u of the column
/// and v of the row, p = a + (b − a)·u, q = c + (d − c)·u and p + (q − p)·v, in float32 without fused operations, so that each processor
/// gives the same bits. Source: TensorFlow's resize_bilinear without aligned corners.</remarks>
internal static class BilinearResize
{
    private const int Lanes = 4;

    /// <summary>Writes an image of float32, (C, H, W).</summary>
    public static void To(DecodedPart part, PictureView view, Span<float> image)
    {
        var (height, width) = (view.Height, view.Width);
        var (columns, columnFraction) = Places(part.Box.Width, width);
        var (rows, rowFraction) = Places(part.Box.Height, height);
        // Pixels of four floats: two rows that are stretched, and one between them.
        var memory = ArrayPool<float>.Shared.Rent(3 * Lanes * width);
        try
        {
            var upper = memory.AsSpan(0, Lanes * width);
            var lower = memory.AsSpan(Lanes * width, Lanes * width);
            var between = memory.AsSpan(2 * Lanes * width, Lanes * width);
            var (upperRow, lowerRow) = (-1, -1);
            for (var y = 0; y < height; y++)
            {
                var (first, second) = (rows[y], Math.Min(rows[y] + 1, part.Box.Height - 1));
                if (first == lowerRow)
                {
                    var free = upper;
                    upper = lower;
                    lower = free;
                    (upperRow, lowerRow) = (lowerRow, -1);
                }

                if (first != upperRow)
                    Stretch(part.Row(upperRow = first), columns, columnFraction, upper);
                if (second != first && second != lowerRow)
                    Stretch(part.Row(lowerRow = second), columns, columnFraction, lower);
                Between(upper, second == first ? upper : lower, rowFraction[y], between);
                Split(between, view.Channels, image, y * width, height * width);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(memory);
        }
    }

    // The nearest pixel before each place, and how far the place is behind it.
    private static (int[] Before, float[] Fraction) Places(int from, int to)
    {
        var (before, fraction) = (new int[to], new float[to]);
        var scale = from / (float)to;
        for (var i = 0; i < to; i++)
        {
            var at = i * scale;
            before[i] = Math.Min((int)at, from - 1);
            fraction[i] = at - before[i];
        }

        return (before, fraction);
    }

    private static void Stretch(ReadOnlySpan<byte> row, int[] before, float[] fraction, Span<float> stretched)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(row);
        var target = MemoryMarshal.Cast<float, Vector128<float>>(stretched);
        for (var x = 0; x < before.Length; x++)
        {
            var left = before[x];
            var a = Floats(pixels[left]);
            var b = Floats(pixels[Math.Min(left + 1, pixels.Length - 1)]);
            target[x] = a + (b - a) * Vector128.Create(fraction[x]);
        }
    }

    private static Vector128<float> Floats(uint pixel)
    {
        var (shorts, _) = Vector128.Widen(Vector128.CreateScalar(pixel).AsByte());
        var (words, _) = Vector128.Widen(shorts);
        return Vector128.ConvertToSingle(words.AsInt32());
    }

    private static void Between(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float fraction, Span<float> between)
    {
        var share = Vector512.Create(fraction);
        var at = 0;
        for (; at <= between.Length - Vector512<float>.Count; at += Vector512<float>.Count)
        {
            var top = Vector512.Create(upper.Slice(at, Vector512<float>.Count));
            (top + (Vector512.Create(lower.Slice(at, Vector512<float>.Count)) - top) * share).CopyTo(between[at..]);
        }

        for (; at < between.Length; at++)
            between[at] = upper[at] + (lower[at] - upper[at]) * fraction;
    }

    private static void Split(ReadOnlySpan<float> row, int channels, Span<float> image, int at, int plane)
    {
        var width = row.Length / Lanes;
        if (channels == 1)
        {
            var grey = image.Slice(at, width);
            for (var x = 0; x < width; x++)
                grey[x] = 0.299f * row[Lanes * x] + 0.587f * row[Lanes * x + 1] + 0.114f * row[Lanes * x + 2];
            return;
        }

        var red = image.Slice(at, width);
        var green = image.Slice(at + plane, width);
        var blue = image.Slice(at + 2 * plane, width);
        for (var x = 0; x < width; x++)
        {
            red[x] = row[Lanes * x];
            green[x] = row[Lanes * x + 1];
            blue[x] = row[Lanes * x + 2];
        }
    }
}
