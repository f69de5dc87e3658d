using System.Runtime.InteropServices;

namespace Generalization.Distributed.Blocks;

/// <summary>A block's gradient as bytes.</summary>
public static class GradientCodec
{
    /// <summary>The bytes of a block's gradient.</summary>
    /// <param name="slice">The block.</param>
    /// <param name="format">The format.</param>
    public static int BytesOf(BlockSlice slice, GradientFormat format)
    {
        ArgumentNullException.ThrowIfNull(slice);
        return slice.Pieces.Sum(p => p.Length * SizeOf(p, format));
    }

    /// <summary>Writes a block's gradient.</summary>
    /// <param name="slice">The block.</param>
    /// <param name="format">The format.</param>
    /// <param name="gradient">The gradient, and where an entry is an average its value; the block's length.</param>
    /// <param name="residual">What rounding has taken so far and is added, then what it takes now; the block's length, all 0 at first.
    /// float32 needs none.</param>
    /// <param name="bytes">Written to; <see cref="BytesOf"/> bytes.</param>
    public static void Encode(BlockSlice slice, GradientFormat format, ReadOnlySpan<float> gradient, Span<float> residual, Span<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (format == GradientFormat.Float32)
        {
            MemoryMarshal.AsBytes(gradient).CopyTo(bytes);
            return;
        }

        var at = 0;
        foreach (var piece in slice.Pieces)
        {
            var values = gradient.Slice(piece.FirstInBlock, piece.Length);
            var target = bytes.Slice(at, piece.Length * SizeOf(piece, format));
            at += target.Length;
            if (piece.Entry.IsAverage)
                MemoryMarshal.AsBytes(values).CopyTo(target);
            else
                Round(values, residual.Slice(piece.FirstInBlock, piece.Length), MemoryMarshal.Cast<byte, ushort>(target));
        }
    }

    /// <summary>Reads a block's gradient.</summary>
    /// <param name="slice">The block.</param>
    /// <param name="format">The format.</param>
    /// <param name="bytes">What <see cref="Encode"/> wrote.</param>
    /// <param name="gradient">Written to; the block's length.</param>
    /// <exception cref="ArgumentException">They are not as many bytes as the block's gradient has.</exception>
    public static void Decode(BlockSlice slice, GradientFormat format, ReadOnlySpan<byte> bytes, Span<float> gradient)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (bytes.Length != BytesOf(slice, format))
            throw new ArgumentException(
                $"A gradient of block {slice.Index} must have {BytesOf(slice, format)} bytes, but has {bytes.Length}.",
                nameof(bytes)
            );
        if (format == GradientFormat.Float32)
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(gradient);
            return;
        }

        var at = 0;
        foreach (var piece in slice.Pieces)
        {
            var source = bytes.Slice(at, piece.Length * SizeOf(piece, format));
            at += source.Length;
            var values = gradient.Slice(piece.FirstInBlock, piece.Length);
            if (piece.Entry.IsAverage)
                MemoryMarshal.Cast<byte, float>(source).CopyTo(values);
            else
                Widen(MemoryMarshal.Cast<byte, ushort>(source), values);
        }
    }

    private static int SizeOf(BlockPiece piece, GradientFormat format) =>
        format == GradientFormat.BFloat16 && !piece.Entry.IsAverage ? sizeof(ushort) : sizeof(float);

    private static void Round(ReadOnlySpan<float> values, Span<float> residual, Span<ushort> rounded)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i] + residual[i];
            rounded[i] = Nearest(value);
            var left = value - BitConverter.UInt32BitsToSingle((uint)rounded[i] << 16);
            // An overflow is told by the loss, and must not stay for ever.
            residual[i] = float.IsFinite(left) ? left : 0;
        }
    }

    private static void Widen(ReadOnlySpan<ushort> rounded, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)rounded[i] << 16);
    }

    // To the nearest, and half-way to even; what is no number stays none.
    private static ushort Nearest(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
