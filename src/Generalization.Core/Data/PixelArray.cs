using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>The pixels of a data set, immutable, (N, C, H, W) in memory: <see cref="UInt8Pixels"/> or <see cref="Float32Pixels"/>.</summary>
public abstract class PixelArray
{
    private protected PixelArray() { }

    /// <summary>The number of pixels, N · C · H · W.</summary>
    public abstract int Length { get; }

    /// <summary>Their memory, in bytes.</summary>
    public abstract long Bytes { get; }

    internal abstract PixelArray Select(ReadOnlySpan<int> positions, int imageSize);

    /// <summary>Shows all bytes in order, in pieces of whole words: no span is over more than 2 GiB.</summary>
    internal abstract void ForEachPiece(Action<ReadOnlySpan<byte>> look);

    internal abstract Tensor ToTensor(int first, int count, ImageShape shape);
}

/// <summary>Pixels as uint8, 0–255.</summary>
public sealed class UInt8Pixels : PixelArray
{
    private readonly byte[] values;

    internal UInt8Pixels(byte[] owned) => values = owned;

    /// <summary>The pixels.</summary>
    public ReadOnlySpan<byte> Values => values;

    /// <inheritdoc/>
    public override int Length => values.Length;

    /// <inheritdoc/>
    public override long Bytes => values.LongLength;

    internal override void ForEachPiece(Action<ReadOnlySpan<byte>> look) => look(values);

    internal override PixelArray Select(ReadOnlySpan<int> positions, int imageSize) =>
        new UInt8Pixels(PixelSelection.Gather<byte>(values, positions, imageSize));

    internal override Tensor ToTensor(int first, int count, ImageShape shape) =>
        PixelSelection.Copy<byte>(values.AsSpan(first * shape.Size, count * shape.Size), ScalarType.Byte, count, shape);
}

/// <summary>Pixels as float32 on the same 0–255 scale, not clipped to it.</summary>
public sealed class Float32Pixels : PixelArray
{
    private readonly float[] values;

    internal Float32Pixels(float[] owned) => values = owned;

    /// <summary>The pixels.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <inheritdoc/>
    public override int Length => values.Length;

    /// <inheritdoc/>
    public override long Bytes => values.LongLength * sizeof(float);

    internal override void ForEachPiece(Action<ReadOnlySpan<byte>> look)
    {
        for (var first = 0L; first < values.Length; first += PixelSelection.PieceBytes / sizeof(float))
            look(MemoryMarshal.AsBytes(values.AsSpan((int)first, (int)Math.Min(PixelSelection.PieceBytes / sizeof(float), values.Length - first))));
    }

    internal override PixelArray Select(ReadOnlySpan<int> positions, int imageSize) =>
        new Float32Pixels(PixelSelection.Gather<float>(values, positions, imageSize));

    internal override Tensor ToTensor(int first, int count, ImageShape shape) =>
        PixelSelection.Copy<float>(values.AsSpan(first * shape.Size, count * shape.Size), ScalarType.Float32, count, shape);
}

file static class PixelSelection
{
    public const int PieceBytes = 1 << 28;

    public static T[] Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> positions, int imageSize)
    {
        var result = GC.AllocateUninitializedArray<T>(positions.Length * imageSize);
        for (var i = 0; i < positions.Length; i++)
            source.Slice(positions[i] * imageSize, imageSize).CopyTo(result.AsSpan(i * imageSize));
        return result;
    }

    public static Tensor Copy<T>(ReadOnlySpan<T> source, ScalarType type, int count, ImageShape shape) where T : unmanaged
    {
        var tensor = empty([count, shape.Channels, shape.Height, shape.Width], type);   // (n, C, H, W)
        var most = Math.Max(1, PieceBytes / (shape.Size * Unsafe.SizeOf<T>()));
        for (var first = 0; first < count; first += most)
        {
            var some = Math.Min(most, count - first);
            using var images = tensor.narrow(0, first, some);
            MemoryMarshal.AsBytes(source.Slice(first * shape.Size, some * shape.Size)).CopyTo(images.bytes);
        }

        return tensor;
    }
}
