namespace Generalization.Data;

/// <summary>Pixels as float64: 0–255 and not clipped to it, or raw.</summary>
public sealed class Float64Pixels : PixelArray
{
    private readonly double[] values;

    internal Float64Pixels(double[] owned, ImageShape shape, PixelScale scale = PixelScale.Bytes)
        : base(shape, owned.Length, scale) => values = owned;

    /// <summary>The pixels.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <inheritdoc/>
    public override PixelType Type => PixelType.Float64;

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<int> positions, Span<byte> target) =>
        PixelSelection.Read<double>(values, positions, Shape.Size, target);

    /// <inheritdoc/>
    public override void Read(int first, int count, Span<byte> target) =>
        PixelSelection.Read<double>(values, first, count, Shape.Size, target);

    /// <inheritdoc/>
    public override ReadOnlyMemory<T>? Memory<T>() =>
        typeof(T) == typeof(double) ? new ReadOnlyMemory<T>((T[])(object)values) : default(ReadOnlyMemory<T>?);

    internal override PixelArray Select(ReadOnlySpan<int> positions) =>
        new Float64Pixels(PixelSelection.Gather<double>(values, positions, Shape.Size), Shape, Scale);

    internal override void ForEachPiece(Action<ReadOnlySpan<byte>> look) => PixelSelection.ForEachPiece<double>(values, look);
}
