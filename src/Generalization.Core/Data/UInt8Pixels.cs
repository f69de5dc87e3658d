using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>Pixels as uint8, 0–255.</summary>
public sealed class UInt8Pixels : PixelArray
{
    private readonly byte[] values;

    internal UInt8Pixels(byte[] owned) => values = owned;

    /// <summary>The pixels.</summary>
    public ReadOnlySpan<byte> Values => values;

    internal ReadOnlyMemory<byte> Memory => values;

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
