namespace Generalization.Data;

/// <summary>Pixels in memory, immutable, (N, C, H, W): <see cref="UInt8Pixels"/>, <see cref="Float32Pixels"/> or
/// <see cref="Float64Pixels"/>.</summary>
public abstract class PixelArray : IPixelSource
{
    private protected PixelArray(ImageShape shape, int length, PixelScale scale)
    {
        if (length % shape.Size != 0)
            throw new ArgumentException($"Pixels must be whole images of {shape}, {shape.Size} values each, but there were {length}.");
        (Shape, Length, Scale) = (shape, length, scale);
    }

    /// <summary>The number of values, N · C · H · W.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public int Count => Length / Shape.Size;

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public PixelScale Scale { get; }

    /// <inheritdoc/>
    public bool IsResident => true;

    /// <inheritdoc/>
    public abstract PixelType Type { get; }

    /// <summary>Their memory, in bytes.</summary>
    public long Bytes => (long)Length * Type.Size();

    /// <inheritdoc/>
    public abstract void Read(ReadOnlySpan<int> positions, Span<byte> target);

    /// <inheritdoc/>
    public abstract void Read(int first, int count, Span<byte> target);

    /// <inheritdoc/>
    public abstract ReadOnlyMemory<T>? Memory<T>()
        where T : unmanaged;

    internal abstract PixelArray Select(ReadOnlySpan<int> positions);

    /// <summary>Shows all bytes in order, in pieces of whole words: no span is over more than 2 GiB.</summary>
    internal abstract void ForEachPiece(Action<ReadOnlySpan<byte>> look);

    /// <summary>Pixels around an array, which is theirs from here on: whoever made it must not change it any more.</summary>
    /// <typeparam name="T">byte, float or double.</typeparam>
    /// <param name="shape">The shape of each image.</param>
    /// <param name="values">N · C · H · W values.</param>
    /// <param name="scale">What they mean; bytes are 0–255. Default: 0–255, refused where floats look scaled already, as
    /// <see cref="Dataset.FromPixels(string, DatasetSplit, ImageShape, ReadOnlySpan{float}, ReadOnlySpan{long}, IEnumerable{string},
    /// PixelScale?, ReadOnlySpan{long})"/> says.</param>
    /// <exception cref="ArgumentException">The values are not whole images, the type is another, bytes are said to be raw, or floats look
    /// scaled already or are not finite and no scale is stated.</exception>
    public static PixelArray Owning<T>(ImageShape shape, T[] values, PixelScale? scale = null)
        where T : unmanaged =>
        values switch
        {
            byte[] bytes when typeof(T) == typeof(byte) && scale is null or PixelScale.Bytes => new UInt8Pixels(bytes, shape),
            float[] floats => new Float32Pixels(floats, shape, scale ?? Vectors.ScaleOf<float>(floats, null)),
            double[] doubles => new Float64Pixels(doubles, shape, scale ?? Vectors.ScaleOf<double>(doubles, null)),
            null => throw new ArgumentNullException(nameof(values)),
            _ => throw new ArgumentException(
                "Pixels must be byte on the scale 0–255, float or double, but were "
                    + $"{typeof(T).Name} on the scale {scale ?? PixelScale.Bytes}.",
                nameof(values)
            ),
        };
}
