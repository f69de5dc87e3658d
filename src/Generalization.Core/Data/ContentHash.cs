using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Generalization.Data;

/// <summary>The SHA-256 of a data set's content, computed when it is first read.</summary>
/// <remarks>Over the pixel type, N, C, H, W, the number of classes, the pixels and the labels (int64), little-endian. Until it is
/// read, it keeps the pixels and labels that it speaks of alive.</remarks>
public sealed class ContentHash
{
    private readonly Lazy<string> value;

    internal ContentHash(PixelArray pixels, ImageShape shape, long[] labels, int classCount) =>
        value = new Lazy<string>(() => Compute(pixels, shape, labels, classCount));

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => value.Value;

    private static string Compute(PixelArray pixels, ImageShape shape, long[] labels, int classCount)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<int> header = [pixels is UInt8Pixels ? 1 : 4, labels.Length, shape.Channels, shape.Height, shape.Width, classCount];
        hash.AppendData(MemoryMarshal.AsBytes(header));
        pixels.ForEachPiece(hash.AppendData);
        hash.AppendData(MemoryMarshal.AsBytes<long>(labels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
