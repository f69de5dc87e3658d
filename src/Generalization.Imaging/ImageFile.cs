using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Files;
using Generalization.Imaging.Decoding;
using SkiaSharp;

namespace Generalization.Imaging;

/// <summary>Decodes one picture to (C, H, W), uint8.</summary>
internal static class ImageFile
{
    private const string Replace = "Open it to see whether it is whole, and replace it or take it out of the folder.";

    /// <param name="file">The file.</param>
    /// <param name="options">How.</param>
    /// <param name="size">What it is resized to, or must be; null takes it from this picture.</param>
    /// <param name="pictures">How many of this size are to lie in one array.</param>
    public static byte[] Read(string file, ImageFolderOptions options, ref (int Height, int Width)? size, int pictures = 1)
    {
        using var codec = Open(file, options, ref size, out var origin);
        var info = codec.Info;
        if ((Int128)pictures * options.Channels * size!.Value.Height * size.Value.Width > Array.MaxLength)
            throw new DatasetFormatException(
                file,
                0,
                FormattableString.Invariant($"at most {Array.MaxLength:N0} values in all pictures of a split"),
                FormattableString.Invariant($"the first of {pictures:N0} of {options.Channels}×{size.Value.Height}×{size.Value.Width}"),
                remedy: "Name a smaller size to resize to, or keep fewer pictures."
            );

        using var stored = new SKBitmap(new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var decoded = codec.GetPixels(stored.Info, stored.GetPixels());
        if (decoded != SKCodecResult.Success)
            throw new DatasetFormatException(file, 0, "a whole picture", $"one that ends or breaks early ({decoded})", remedy: Replace);
        using var turned = origin == SKEncodedOrigin.TopLeft ? null : Turn(stored, origin);
        var bitmap = turned ?? stored;
        var wanted = new SKImageInfo(size.Value.Width, size.Value.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (bitmap.Info.Size == wanted.Size)
            return Planes(bitmap, options.Channels);
        using var resized = bitmap.Resize(wanted, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return Planes(resized, options.Channels);
    }

    /// <summary>Looks at a picture's header alone.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How it will be read.</param>
    /// <param name="size">The size that it must have; null takes it from this picture.</param>
    /// <exception cref="DatasetFormatException">It is no picture, has too many pixels or another size.</exception>
    public static void Check(string file, ImageFolderOptions options, ref (int Height, int Width)? size) =>
        Open(file, options, ref size, out _).Dispose();

    private static SKCodec Open(string file, ImageFolderOptions options, ref (int Height, int Width)? size, out SKEncodedOrigin origin)
    {
        using (var content = RegularFile.OpenRead(file))
            origin = PngOrientation.Of(content);
        var codec = SKCodec.Create(file, out var opened);
        if (codec is null)
            throw new DatasetFormatException(
                file,
                0,
                $"a picture ({PictureFormats.Names})",
                opened == SKCodecResult.InternalError ? "something else" : $"something else ({opened})",
                remedy: Replace
            );
        try
        {
            var info = codec.Info;
            if (codec.EncodedOrigin != SKEncodedOrigin.TopLeft)
                origin = codec.EncodedOrigin;
            if ((long)info.Width * info.Height > options.MostPixels)
                throw new DatasetFormatException(
                    file,
                    0,
                    FormattableString.Invariant($"at most {options.MostPixels:N0} pixels"),
                    $"a header that claims {info.Width}×{info.Height}",
                    remedy: "Make the picture smaller, or allow more by MostPixels."
                );
            var (height, width) = PictureOrientation.SwapsSides(origin) ? (info.Width, info.Height) : (info.Height, info.Width);
            if (options.Size is null && size is { } first && first != (height, width))
                throw new DatasetFormatException(
                    file,
                    0,
                    $"{first.Height}×{first.Width} pixels like the first picture",
                    $"{height}×{width}",
                    remedy: "Name a size to resize to, or give all pictures one size."
                );
            size ??= (height, width);
            return codec;
        }
        catch
        {
            codec.Dispose();
            throw;
        }
    }

    private static SKBitmap Turn(SKBitmap stored, SKEncodedOrigin origin)
    {
        var swaps = PictureOrientation.SwapsSides(origin);
        var (height, width) = swaps ? (stored.Width, stored.Height) : (stored.Height, stored.Width);
        var turned = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var source = MemoryMarshal.Cast<byte, uint>(stored.GetPixelSpan());
        PictureOrientation.Turn(origin, source, MemoryMarshal.Cast<byte, uint>(turned.GetPixelSpan()), height, width);
        return turned;
    }

    private static byte[] Planes(SKBitmap bitmap, int channels)
    {
        var positions = bitmap.Width * bitmap.Height;
        var source = bitmap.GetPixelSpan();
        var planes = new byte[channels * positions];
        for (var p = 0; p < positions; p++)
        {
            var (red, green, blue) = (source[4 * p], source[4 * p + 1], source[4 * p + 2]);
            if (channels == 1)
                planes[p] = (byte)Math.Round(0.299 * red + 0.587 * green + 0.114 * blue);
            else
                (planes[p], planes[positions + p], planes[2 * positions + p]) = (red, green, blue);
        }

        return planes;
    }
}
