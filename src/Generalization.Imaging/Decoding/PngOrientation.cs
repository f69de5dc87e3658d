using System.Buffers.Binary;
using SkiaSharp;

namespace Generalization.Imaging.Decoding;

/// <summary>Reads the orientation in the eXIf chunk of a PNG, which SkiaSharp's codec passes over.</summary>
/// <remarks>Source: PNG specification, third edition, 11.3.4.5; Exif 2.32, tag 0x0112 of the first directory.</remarks>
internal static class PngOrientation
{
    private const int MostExif = 1 << 16;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>The orientation; the ordinary one where the file has none, or is no PNG.</summary>
    public static SKEncodedOrigin Of(Stream file)
    {
        Span<byte> head = stackalloc byte[8];
        if (!TryFill(file, head) || !head.SequenceEqual(Signature))
            return SKEncodedOrigin.TopLeft;
        while (TryFill(file, head))
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (head[4..].SequenceEqual("eXIf"u8))
            {
                var exif = new byte[Math.Min(length, MostExif)];
                return TryFill(file, exif) ? Orientation(exif) : SKEncodedOrigin.TopLeft;
            }

            if (file.Position + length + 4 > file.Length)
                break;
            file.Position += length + 4; // the content and its checksum
        }

        return SKEncodedOrigin.TopLeft;
    }

    private static SKEncodedOrigin Orientation(ReadOnlySpan<byte> exif)
    {
        const int entryLength = 12,
            orientation = 0x0112,
            aShort = 3;
        if (exif.Length < 8 || !(exif[..2].SequenceEqual("II"u8) || exif[..2].SequenceEqual("MM"u8)))
            return SKEncodedOrigin.TopLeft;
        var isLittle = exif[0] == 'I';
        var first = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (first > exif.Length - 2)
            return SKEncodedOrigin.TopLeft;
        var entries = exif[(int)first..];
        var count = Short(entries, isLittle);
        for (var i = 0; i < count && entries.Length >= 2 + (i + 1) * entryLength; i++)
            if (
                entries.Slice(2 + i * entryLength, entryLength) is var entry
                && (Short(entry, isLittle), Short(entry[2..], isLittle)) == (orientation, aShort)
            )
                return Short(entry[8..], isLittle) is >= 1 and <= 8 and var value ? (SKEncodedOrigin)value : SKEncodedOrigin.TopLeft;
        return SKEncodedOrigin.TopLeft;
    }

    private static ushort Short(ReadOnlySpan<byte> at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static bool TryFill(Stream file, Span<byte> target) =>
        file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;
}
