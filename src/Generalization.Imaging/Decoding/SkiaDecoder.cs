using System.Runtime.InteropServices;
using SkiaSharp;

namespace Generalization.Imaging.Decoding;

/// <summary>Decodes by SkiaSharp: JPEG, PNG, BMP, GIF (the first picture), WebP, ICO and WBMP, whatever a file's name says.</summary>
/// <remarks>Of a JPEG only the part is decoded: what lies above is unpacked without being transformed, and what lies below is not read. The
/// part's pixels are those of the whole picture.</remarks>
public sealed class SkiaDecoder : IPictureDecoder
{
    // A pixel of a JPEG depends on the colours of its neighbours: at the edges of what is decoded they are others than in the whole.
    private const int Margin = 8;

    private const string Replace = "Open it to see whether it is whole, and replace it or take it out of the folder.";

    /// <inheritdoc/>
    public DecodedPart Decode(ReadOnlyMemory<byte> encoded, Func<int, int, PictureBox> part, DecodeRequest request)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (encoded.IsEmpty)
            throw new DamagedPictureException($"a picture ({PictureFormats.Names})", "an empty file", Replace);
        using var data = SKData.CreateCopy(encoded.Span);
        using var stream = new SKMemoryStream(data);
        using var codec =
            SKCodec.Create(stream, out var opened)
            ?? throw new DamagedPictureException(
                $"a picture ({PictureFormats.Names})",
                opened == SKCodecResult.InternalError ? "something else" : $"something else ({opened})",
                Replace
            );
        var info = codec.Info;
        if ((long)info.Width * info.Height > request.MostPixels)
            throw new DamagedPictureException(
                FormattableString.Invariant($"at most {request.MostPixels:N0} pixels"),
                $"a header that claims {info.Width}×{info.Height}",
                "Make the picture smaller, or allow more by MostPixels."
            );
        var origin = request.Turns ? OriginOf(codec, encoded) : SKEncodedOrigin.TopLeft;
        var (height, width) = PictureOrientation.SwapsSides(origin) ? (info.Width, info.Height) : (info.Height, info.Width);
        var seen = part(height, width);
        if (!seen.IsIn(height, width))
            throw new ArgumentException($"The part of a picture must lie in its {height}×{width} pixels, but was {seen}.", nameof(part));
        var stored = PictureOrientation.Stored(origin, height, width, seen);
        // SkiaSharp forgets which columns were asked for, and reads on in freed memory where a file ends early.
        var decoded =
            codec.EncodedFormat == SKEncodedImageFormat.Jpeg && JpegEnd.IsIn(encoded.Span)
                ? DecodeJpeg(codec, stored, Denominator(seen, request))
                : DecodeWhole(codec, stored);
        return origin == SKEncodedOrigin.TopLeft ? decoded : Turned(decoded, origin);
    }

    private static SKEncodedOrigin OriginOf(SKCodec codec, ReadOnlyMemory<byte> encoded)
    {
        if (codec.EncodedOrigin != SKEncodedOrigin.TopLeft || codec.EncodedFormat != SKEncodedImageFormat.Png)
            return codec.EncodedOrigin;
        using var content = new MemoryStream(encoded.ToArray());
        return PngOrientation.Of(content);
    }

    private static int Denominator(PictureBox seen, DecodeRequest request)
    {
        var denominator = 1;
        while (
            request.Shrinks
            && denominator < 8
            && seen.Height / (2 * denominator) >= request.LeastHeight
            && seen.Width / (2 * denominator) >= request.LeastWidth
        )
            denominator *= 2;
        return denominator;
    }

    private static DecodedPart DecodeJpeg(SKCodec codec, PictureBox part, int denominator)
    {
        var (size, whole) = (codec.Info.Size, codec.Info.Size);
        if (denominator > 1)
        {
            size = codec.GetScaledDimensions(1f / denominator);
            part = Scaled(part, whole, size);
        }

        var left = Math.Max(0, part.Left - Margin);
        var columns = Math.Min(size.Width, part.Left + part.Width + Margin) - left;
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var started = codec.StartScanlineDecode(info, new SKCodecOptions(new SKRectI(left, 0, left + columns, size.Height)));
        if (started != SKCodecResult.Success)
            throw Broken(started);
        if (part.Top > 0 && !codec.SkipScanlines(part.Top))
            throw Broken(SKCodecResult.IncompleteInput);
        var decoded = new DecodedPart(part.Height, columns, part with { Top = 0, Left = part.Left - left });
        try
        {
            if (InPinned(decoded, at => codec.GetScanlines(at, part.Height, 4 * columns)) < part.Height)
                throw Broken(SKCodecResult.IncompleteInput);
            return decoded;
        }
        catch
        {
            decoded.Dispose();
            throw;
        }
    }

    private static PictureBox Scaled(PictureBox part, SKSizeI whole, SKSizeI size)
    {
        static (int First, int Count) Side(int first, int count, int whole, int size)
        {
            var begin = (int)((long)first * size / whole);
            var end = (int)(((long)(first + count) * size + whole - 1) / whole);
            return (begin, Math.Max(1, Math.Min(end, size) - begin));
        }

        var (top, height) = Side(part.Top, part.Height, whole.Height, size.Height);
        var (left, width) = Side(part.Left, part.Width, whole.Width, size.Width);
        return new(top, left, height, width);
    }

    private static DecodedPart DecodeWhole(SKCodec codec, PictureBox part)
    {
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var decoded = new DecodedPart(info.Height, info.Width, part);
        var result = InPinned(decoded, at => codec.GetPixels(info, at));
        if (result == SKCodecResult.Success)
            return decoded;
        decoded.Dispose();
        throw Broken(result);
    }

    private static DecodedPart Turned(DecodedPart stored, SKEncodedOrigin origin)
    {
        using (stored)
        {
            var box = stored.Box;
            var (height, width) = PictureOrientation.SwapsSides(origin) ? (box.Width, box.Height) : (box.Height, box.Width);
            var part = new uint[box.Height * box.Width];
            for (var row = 0; row < box.Height; row++)
                MemoryMarshal.Cast<byte, uint>(stored.Row(row)).CopyTo(part.AsSpan(row * box.Width));
            var turned = new DecodedPart(height, width, PictureBox.Whole(height, width));
            PictureOrientation.Turn(origin, part, MemoryMarshal.Cast<byte, uint>(turned.Pixels), height, width);
            return turned;
        }
    }

    private static DamagedPictureException Broken(SKCodecResult result) =>
        new("a whole picture", $"one that ends or breaks early ({result})", Replace);

    private static T InPinned<T>(DecodedPart decoded, Func<nint, T> work)
    {
        var handle = GCHandle.Alloc(decoded.Memory, GCHandleType.Pinned);
        try
        {
            return work(handle.AddrOfPinnedObject());
        }
        finally
        {
            handle.Free();
        }
    }
}
