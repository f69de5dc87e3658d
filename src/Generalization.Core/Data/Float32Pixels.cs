using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>Pixels as float32 on the same 0–255 scale, not clipped to it.</summary>
public sealed class Float32Pixels : PixelArray
{
    private readonly float[] values;

    internal Float32Pixels(float[] owned) => values = owned;

    /// <summary>The pixels.</summary>
    public ReadOnlySpan<float> Values => values;

    internal ReadOnlyMemory<float> Memory => values;

    /// <inheritdoc/>
    public override int Length => values.Length;

    /// <inheritdoc/>
    public override long Bytes => values.LongLength * sizeof(float);

    internal override void ForEachPiece(Action<ReadOnlySpan<byte>> look)
    {
        for (var first = 0L; first < values.Length; first += PixelSelection.PieceBytes / sizeof(float))
            look(
                MemoryMarshal.AsBytes(
                    values.AsSpan((int)first, (int)Math.Min(PixelSelection.PieceBytes / sizeof(float), values.Length - first))
                )
            );
    }

    internal override PixelArray Select(ReadOnlySpan<int> positions, int imageSize) =>
        new Float32Pixels(PixelSelection.Gather<float>(values, positions, imageSize));

    internal override Tensor ToTensor(int first, int count, ImageShape shape) =>
        PixelSelection.Copy<float>(values.AsSpan(first * shape.Size, count * shape.Size), ScalarType.Float32, count, shape);
}
