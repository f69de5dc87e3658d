using System.Runtime.InteropServices;
using Generalization.Randomness;
using SkiaSharp;

namespace Generalization.Imaging.ImageNet;

/// <summary>A picture that stands in for a photograph: a garment of Fashion-MNIST in a class's colour before a background of
/// clouds.</summary>
internal static class DrawnPicture
{
    private const int Side = 28,
        Bytes = 4;

    /// <summary>Draws and encodes one; the same bytes for the same arguments and version of SkiaSharp.</summary>
    /// <param name="garment">28×28 grey values.</param>
    /// <param name="hue">The class's colour, a share of the circle.</param>
    /// <param name="options">Sizes and quality.</param>
    /// <param name="random">What is drawn from.</param>
    public static byte[] Encode(ReadOnlySpan<byte> garment, double hue, SmallImageNetOptions options, ref RandomStream random)
    {
        var sides = Math.Max(1, options.MostSide - options.LeastSide + 1);
        var (height, width) = (options.LeastSide + random.NextInt32(sides), options.LeastSide + random.NextInt32(sides));
        var clouds = Clouds(height, width, ref random);
        var colour = SKColor.FromHsv((float)(360 * hue), 70, 100);
        var grey = (float)(0.3 + 0.4 * random.NextDouble());
        // The garment fills most of the shorter side, somewhere.
        var size = (int)(Math.Min(height, width) * (0.6 + 0.35 * random.NextDouble()));
        var (top, left) = (random.NextInt32(height - size + 1), random.NextInt32(width - size + 1));
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = new byte[Bytes * height * width];
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var inside = y >= top && y < top + size && x >= left && x < left + size;
            var shade = inside ? garment[(y - top) * Side / size * Side + (x - left) * Side / size] / 255f : 0;
            var cloud = clouds[y * width + x];
            var at = Bytes * (y * width + x);
            pixels[at] = Mixed(colour.Red, shade, grey + cloud);
            pixels[at + 1] = Mixed(colour.Green, shade, grey + 0.8f * cloud);
            pixels[at + 2] = Mixed(colour.Blue, shade, grey - 0.5f * cloud);
            pixels[at + 3] = byte.MaxValue;
        }

        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, options.Quality);
        return encoded.ToArray();
    }

    private static byte Mixed(byte colour, float shade, float background) =>
        (byte)Math.Clamp(shade * colour + (1 - shade) * 255 * background, 0, 255);

    // Noise of several sizes, each half as strong as the one before: as uneven as a photograph, and as long when it is encoded.
    private static float[] Clouds(int height, int width, ref RandomStream random)
    {
        const int largest = 64;
        var clouds = new float[height * width];
        var strength = 0.35f;
        for (var cell = largest; cell >= 2; cell /= 2, strength *= 0.7f)
        {
            var columns = width / cell + 2;
            var grid = new float[(height / cell + 2) * columns];
            for (var i = 0; i < grid.Length; i++)
                grid[i] = strength * ((random.NextUInt32() >> 8) * (1f / (1 << 24)) - 0.5f);
            for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (row, column) = (y / cell, x / cell);
                var (v, u) = (y % cell / (float)cell, x % cell / (float)cell);
                var at = row * columns + column;
                var upper = grid[at] + (grid[at + 1] - grid[at]) * u;
                var lower = grid[at + columns] + (grid[at + columns + 1] - grid[at + columns]) * u;
                clouds[y * width + x] += upper + (lower - upper) * v;
            }
        }

        return clouds;
    }
}
