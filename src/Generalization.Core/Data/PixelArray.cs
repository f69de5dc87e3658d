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

    internal abstract ReadOnlySpan<byte> Raw { get; }

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

    internal override ReadOnlySpan<byte> Raw => values;

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

    internal override ReadOnlySpan<byte> Raw => System.Runtime.InteropServices.MemoryMarshal.AsBytes(Values);

    internal override PixelArray Select(ReadOnlySpan<int> positions, int imageSize) =>
        new Float32Pixels(PixelSelection.Gather<float>(values, positions, imageSize));

    internal override Tensor ToTensor(int first, int count, ImageShape shape) =>
        PixelSelection.Copy<float>(values.AsSpan(first * shape.Size, count * shape.Size), ScalarType.Float32, count, shape);
}

file static class PixelSelection
{
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
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(source).CopyTo(tensor.bytes);
        return tensor;
    }
}
