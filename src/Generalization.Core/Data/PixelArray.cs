using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Data;

/// <summary>The pixels of a data set, immutable, (N, C, H, W) in memory: <see cref="UInt8Pixels"/> or
/// <see cref="Float32Pixels"/>.</summary>
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
