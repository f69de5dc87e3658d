using SkiaSharp;

namespace Generalization.Imaging.Decoding;

/// <summary>Turns pictures as they are to be seen. An origin says where the stored first row and first column belong.</summary>
internal static class PictureOrientation
{
    /// <summary>Whether a stored row is seen as a column.</summary>
    public static bool SwapsSides(SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>Where a part of a picture as it is seen lies in the picture as it is stored.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="height">The rows that are seen.</param>
    /// <param name="width">The columns that are seen.</param>
    /// <param name="seen">The part.</param>
    public static PictureBox Stored(SKEncodedOrigin origin, int height, int width, PictureBox seen)
    {
        var down = FromBottom(origin) ? height - seen.Top - seen.Height : seen.Top;
        var right = FromRight(origin) ? width - seen.Left - seen.Width : seen.Left;
        return SwapsSides(origin) ? new(right, down, seen.Width, seen.Height) : new(down, right, seen.Height, seen.Width);
    }

    /// <summary>Turns pixels.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="source">The pixels as they are stored, row after row.</param>
    /// <param name="target">Takes them as they are seen.</param>
    /// <param name="height">The rows that are seen.</param>
    /// <param name="width">The columns that are seen.</param>
    public static void Turn(SKEncodedOrigin origin, ReadOnlySpan<uint> source, Span<uint> target, int height, int width)
    {
        var (fromBottom, fromRight, swaps) = (FromBottom(origin), FromRight(origin), SwapsSides(origin));
        var storedWidth = swaps ? height : width;
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var (down, right) = (fromBottom ? height - 1 - y : y, fromRight ? width - 1 - x : x);
            target[y * width + x] = source[swaps ? right * storedWidth + down : down * storedWidth + right];
        }
    }

    private static bool FromRight(SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;

    private static bool FromBottom(SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
}
