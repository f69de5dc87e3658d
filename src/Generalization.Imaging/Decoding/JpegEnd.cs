using System.Buffers.Binary;

namespace Generalization.Imaging.Decoding;

/// <summary>Tells whether a JPEG goes on to its end: from marker to marker, and through the pixels between them.</summary>
/// <remarks>Source: ITU-T T.81, appendix B.</remarks>
internal static class JpegEnd
{
    private const byte Mark = 0xFF,
        Start = 0xD8,
        End = 0xD9,
        Scan = 0xDA;

    /// <summary>Whether the end is there; what follows it means nothing.</summary>
    public static bool IsIn(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg is not [Mark, Start, ..])
            return false;
        var at = 2;
        while (NextMarker(jpeg, ref at) is { } marker)
        {
            if (marker == End)
                return true;
            if (IsAlone(marker))
                continue;
            if (at + 2 > jpeg.Length)
                return false;
            at += BinaryPrimitives.ReadUInt16BigEndian(jpeg[at..]);
            if (marker == Scan && at < jpeg.Length)
                at = EndOfPixels(jpeg, at);
        }

        return false;
    }

    // Markers without a length: restarts, starts and one for private use.
    private static bool IsAlone(byte marker) => marker is (>= 0xD0 and <= Start) or 0x01;

    private static byte? NextMarker(ReadOnlySpan<byte> jpeg, ref int at)
    {
        if (at >= jpeg.Length || jpeg[at] != Mark)
            return null;
        while (at < jpeg.Length && jpeg[at] == Mark)
            at++;
        return at < jpeg.Length && jpeg[at] != 0 ? jpeg[at++] : null;
    }

    // Among pixels a mark is followed by 0, or is a restart's.
    private static int EndOfPixels(ReadOnlySpan<byte> jpeg, int at)
    {
        while (jpeg[at..].IndexOf(Mark) is >= 0 and var next)
        {
            at += next;
            if (at + 1 < jpeg.Length && jpeg[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
                return at;
            at += 2;
            if (at >= jpeg.Length)
                break;
        }

        return jpeg.Length;
    }
}
