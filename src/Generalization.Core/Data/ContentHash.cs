using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Generalization.Data;

/// <summary>The SHA-256 of a data set's content, computed when it is first read.</summary>
/// <remarks>Over the bytes of a pixel (256 more for raw values, 512 more where identities stand for bytes), N, C, H, W, the number of
/// classes, the pixels and the labels (int64), little-endian; for real targets their number in place of the labels, and the targets
/// (float64). Where the source gives an identity for each image, it is hashed in place of its pixels, its length in UTF-8 first. Until it
/// is read, it keeps the pixels and labels in memory.</remarks>
public sealed class ContentHash
{
    private readonly Lazy<string> value;

    internal ContentHash(IPixelSource pixels, DatasetRows rows, int classCount) =>
        value = new Lazy<string>(() => Compute(pixels, rows, classCount));

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => value.Value;

    /// <summary>Whether identities stand for the pixels of a source in hashes.</summary>
    internal static bool IsOfIdentities(IPixelSource pixels) => pixels.Count > 0 && pixels.Identity(0) is not null;

    private static string Compute(IPixelSource pixels, DatasetRows rows, int classCount)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var identities = IsOfIdentities(pixels);
        var kind = pixels.Type.Size() + (pixels.Scale == PixelScale.Raw ? 256 : 0) + (identities ? 512 : 0);
        var shape = pixels.Shape;
        ReadOnlySpan<int> header = [kind, rows.Count, shape.Channels, shape.Height, shape.Width, classCount];
        hash.AppendData(MemoryMarshal.AsBytes(header));
        if (identities)
            AppendIdentities(hash, pixels);
        else
            pixels.ForEachPiece(hash.AppendData);
        if (rows.Targets is not { } targets)
            hash.AppendData(MemoryMarshal.AsBytes<long>(rows.Labels));
        else
        {
            ReadOnlySpan<int> width = [rows.TargetCount];
            hash.AppendData(MemoryMarshal.AsBytes(width));
            PixelSelection.ForEachPiece<double>(targets, hash.AppendData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendIdentities(IncrementalHash hash, IPixelSource pixels)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        for (var i = 0; i < pixels.Count; i++)
        {
            var identity = Encoding.UTF8.GetBytes(
                pixels.Identity(i)
                    ?? throw new InvalidOperationException($"A source gives all images an identity or none, but image {i} has none.")
            );
            BinaryPrimitives.WriteInt32LittleEndian(length, identity.Length);
            hash.AppendData(length);
            hash.AppendData(identity);
        }
    }
}
