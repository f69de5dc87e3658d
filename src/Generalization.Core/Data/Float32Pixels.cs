namespace Generalization.Data;

/// <summary>Pixels as float32: 0–255 and not clipped to it, or raw.</summary>
public sealed class Float32Pixels : PixelArray
{
    private readonly float[] values;

    internal Float32Pixels(float[] owned, ImageShape shape, PixelScale scale = PixelScale.Bytes)
        : base(shape, owned.Length, scale) => values = owned;

    /// <summary>The pixels.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <inheritdoc/>
    public override PixelType Type => PixelType.Float32;

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<int> positions, Span<byte> target) =>
        PixelSelection.Read<float>(values, positions, Shape.Size, target);

    /// <inheritdoc/>
    public override void Read(int first, int count, Span<byte> target) =>
        PixelSelection.Read<float>(values, first, count, Shape.Size, target);

    /// <inheritdoc/>
    public override ReadOnlyMemory<T>? Memory<T>() =>
        typeof(T) == typeof(float) ? new ReadOnlyMemory<T>((T[])(object)values) : default(ReadOnlyMemory<T>?);

    internal override PixelArray Select(ReadOnlySpan<int> positions) =>
        new Float32Pixels(PixelSelection.Gather<float>(values, positions, Shape.Size), Shape, Scale);

    internal override void ForEachPiece(Action<ReadOnlySpan<byte>> look) => PixelSelection.ForEachPiece<float>(values, look);
}
