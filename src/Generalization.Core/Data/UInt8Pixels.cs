namespace Generalization.Data;

/// <summary>Pixels as uint8, 0–255.</summary>
public sealed class UInt8Pixels : PixelArray
{
    private readonly byte[] values;

    internal UInt8Pixels(byte[] owned, ImageShape shape)
        : base(shape, owned.Length, PixelScale.Bytes) => values = owned;

    /// <summary>The pixels.</summary>
    public ReadOnlySpan<byte> Values => values;

    /// <inheritdoc/>
    public override PixelType Type => PixelType.UInt8;

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<int> positions, Span<byte> target) =>
        PixelSelection.Read<byte>(values, positions, Shape.Size, target);

    /// <inheritdoc/>
    public override void Read(int first, int count, Span<byte> target) =>
        PixelSelection.Read<byte>(values, first, count, Shape.Size, target);

    /// <inheritdoc/>
    public override ReadOnlyMemory<T>? Memory<T>() =>
        typeof(T) == typeof(byte) ? new ReadOnlyMemory<T>((T[])(object)values) : default(ReadOnlyMemory<T>?);

    internal override PixelArray Select(ReadOnlySpan<int> positions) =>
        new UInt8Pixels(PixelSelection.Gather<byte>(values, positions, Shape.Size), Shape);

    internal override void ForEachPiece(Action<ReadOnlySpan<byte>> look) => PixelSelection.ForEachPiece<byte>(values, look);
}
