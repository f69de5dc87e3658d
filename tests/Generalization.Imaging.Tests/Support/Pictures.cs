using Generalization.Imaging.Decoding;
using SkiaSharp;

namespace Generalization.Tests.Support;

/// <summary>Encoded pictures for tests, and their pixels by the plainest way.</summary>
internal static class Pictures
{
    /// <summary>An uneven picture of colours that differ from pixel to pixel.</summary>
    public static byte[] Encode(
        int height,
        int width,
        SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg,
        int seed = 1,
        int quality = 90
    )
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            bitmap.SetPixel(x, y, new SKColor(Wave(x, 9 + seed, y, 17), Wave(x, 5, y, 11 + seed), Wave(x, 13, y, 7)));
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    public static byte[] Fixture(string name)
    {
        using var stream = typeof(Pictures).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>All pixels, decoded at once by SkiaSharp: red, green and blue of row y and column x.</summary>
    public static (byte R, byte G, byte B)[,] Whole(byte[] encoded)
    {
        using var bitmap = SKBitmap.Decode(
            encoded,
            SKBitmap.DecodeBounds(encoded).WithColorType(SKColorType.Rgba8888).WithAlphaType(SKAlphaType.Unpremul)
        );
        var pixels = new (byte, byte, byte)[bitmap.Height, bitmap.Width];
        var bytes = bitmap.GetPixelSpan();
        for (var y = 0; y < bitmap.Height; y++)
        for (var x = 0; x < bitmap.Width; x++)
        {
            var at = y * bitmap.RowBytes + 4 * x;
            pixels[y, x] = (bytes[at], bytes[at + 1], bytes[at + 2]);
        }

        return pixels;
    }

    /// <summary>The pixels of a part.</summary>
    public static (byte R, byte G, byte B)[,] Of(DecodedPart part)
    {
        var pixels = new (byte, byte, byte)[part.Box.Height, part.Box.Width];
        for (var y = 0; y < part.Box.Height; y++)
        for (var x = 0; x < part.Box.Width; x++)
            pixels[y, x] = (part.Row(y)[4 * x], part.Row(y)[4 * x + 1], part.Row(y)[4 * x + 2]);
        return pixels;
    }

    private static byte Wave(int x, int period, int y, int other) =>
        (byte)(127 + 80 * Math.Sin((double)x / period + (double)y / other) + (x * 7 + y * 13) % 40);
}
