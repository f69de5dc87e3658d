using System.Runtime.InteropServices;
using SkiaSharp;

namespace Generalization.Data;

/// <summary>How the pictures of a folder become images of one shape.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Rows and columns that each picture is resized to (linear, over halved copies where it shrinks); null asks that all have the first one's size. Default: null.</summary>
    public (int Height, int Width)? Size { get; init => field = value is null or { Height: >= 1, Width: >= 1 } ? value
        : throw new ArgumentOutOfRangeException(nameof(Size), $"Size must be at least 1×1, but was {value.Value.Height}×{value.Value.Width}."); }

    /// <summary>3 for colour, 1 for grey (0.299 R + 0.587 G + 0.114 B). Default: 3.</summary>
    public int Channels { get; init => field = value is 1 or 3 ? value
        : throw new ArgumentOutOfRangeException(nameof(Channels), $"Channels must be 1 or 3, but was {value}."); } = 3;

    /// <summary>The most pixels that a picture may have; a file that claims more is refused before memory is taken. Default: 2²⁴, 4,096 × 4,096.</summary>
    public int MostPixels { get; init => field = value >= 1 ? value
        : throw new ArgumentOutOfRangeException(nameof(MostPixels), $"MostPixels must be at least 1, but was {value}."); } = 1 << 24;
}

/// <summary>Reads a data set of PNG and JPEG files, a folder for each class: train/CLASS/*.png and test/CLASS/*.png.</summary>
/// <remarks>A picture is turned and mirrored as its EXIF orientation asks for, so that it is seen as its camera's display shows it; sizes are those after that.</remarks>
public static class ImageFolder
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];

    /// <summary>Reads training and test set.</summary>
    /// <remarks>The classes are the folders under train, by name, and the files of a class are in order of their names, compared byte by byte.</remarks>
    /// <param name="folder">The folder that holds train and test.</param>
    /// <param name="options">How pictures become images. Default: in colour, all of one size.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>uint8 images.</returns>
    /// <exception cref="DatasetNotFoundException">train, test or a class's pictures are missing.</exception>
    /// <exception cref="DatasetFormatException">A picture cannot be decoded, is too large, or has another size than the first one, or a split has more than 2³¹ values.</exception>
    public static TrainTestSplit Load(string folder, ImageFolderOptions? options = null, CancellationToken token = default)
    {
        options ??= new ImageFolderOptions();
        var train = Path.Combine(folder, "train");
        if (!Directory.Exists(train)) throw new DatasetNotFoundException(train, "train, a folder with a folder of pictures for each class");
        string[] classes = [.. Directory.EnumerateDirectories(train).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
        if (classes.Length < 2) throw new DatasetNotFoundException(Path.Combine(train, "CLASS"), "two folders of pictures, one for each class");
        (int, int)? size = options.Size;
        return new TrainTestSplit(
            LoadSplit(train, DatasetSplit.Train, classes, options, ref size, token),
            LoadSplit(Path.Combine(folder, "test"), DatasetSplit.Test, classes, options, ref size, token));
    }

    private static ImageDataset LoadSplit(
        string folder, DatasetSplit split, string[] classes, ImageFolderOptions options, ref (int Height, int Width)? size, CancellationToken token)
    {
        var (files, labels) = (new List<string>(), new List<long>());
        for (var label = 0; label < classes.Length; label++)
        {
            var own = Path.Combine(folder, classes[label]);
            var found = Directory.Exists(own) ? Pictures(own) : [];
            if (found.Length == 0) throw new DatasetNotFoundException(Path.Combine(own, "*.png"), $"picture (*.png, *.jpg, *.jpeg) of class {classes[label]}");
            files.AddRange(found);
            labels.AddRange(Enumerable.Repeat((long)label, found.Length));
        }

        byte[]? all = null;
        for (var i = 0; i < files.Count; i++)
        {
            token.ThrowIfCancellationRequested();
            var picture = ImageFile.Read(files[i], options, ref size, files.Count);
            all ??= GC.AllocateUninitializedArray<byte>(files.Count * picture.Length);
            picture.CopyTo(all, i * picture.Length);
        }

        var shape = new ImageShape(options.Channels, size!.Value.Height, size.Value.Width);
        return ImageDataset.Create(
            Path.GetFileName(Path.GetFullPath(Path.Combine(folder, ".."))), split, shape, new UInt8Pixels(all!), [.. labels], classes,
            $"{files.Count} pictures read" + (options.Size is null ? "" : $" and resized to {shape.Height}×{shape.Width}"));
    }

    /// <summary>The pictures among files and in folders, a folder's in order of their names.</summary>
    /// <param name="paths">PNG and JPEG files, and folders of them.</param>
    /// <exception cref="DatasetNotFoundException">A path is not there, or a folder has no picture.</exception>
    public static IReadOnlyList<string> PicturesIn(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var files = new List<string>();
        foreach (var path in paths)
        {
            string[] found = Directory.Exists(path) ? Pictures(path) : File.Exists(path) ? [path] : [];
            if (found.Length == 0) throw new DatasetNotFoundException(Directory.Exists(path) ? Path.Combine(path, "*.png") : path, Directory.Exists(path) ? "picture (*.png, *.jpg, *.jpeg)" : Path.GetFileName(path));
            files.AddRange(found);
        }

        return files;
    }

    internal static string[] Pictures(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)];
}

/// <summary>Decodes one picture to (C, H, W), uint8.</summary>
internal static class ImageFile
{
    /// <param name="file">The file.</param>
    /// <param name="options">How.</param>
    /// <param name="size">What it is resized to, or must be; null takes it from this picture.</param>
    /// <param name="pictures">How many of this size are to lie in one array.</param>
    public static byte[] Read(string file, ImageFolderOptions options, ref (int Height, int Width)? size, int pictures = 1)
    {
        using var codec = SKCodec.Create(file, out var opened);
        if (codec is null) throw new DatasetFormatException(file, 0, "a PNG or JPEG picture", opened == SKCodecResult.InternalError ? "something else" : $"something else ({opened})");
        var info = codec.Info;
        if ((long)info.Width * info.Height > options.MostPixels)
            throw new DatasetFormatException(file, 0, $"at most {options.MostPixels:N0} pixels", $"a header that claims {info.Width}×{info.Height}");
        var (height, width) = SwapsSides(codec.EncodedOrigin) ? (info.Width, info.Height) : (info.Height, info.Width);
        if (options.Size is null && size is { } first && first != (height, width))
            throw new DatasetFormatException(file, 0, $"{first.Height}×{first.Width} pixels like the first picture", $"{height}×{width}; name a size to resize to");
        size ??= (height, width);
        if ((Int128)pictures * options.Channels * size.Value.Height * size.Value.Width > Array.MaxLength)
            throw new DatasetFormatException(
                file, 0, $"at most {Array.MaxLength:N0} values in all pictures of a split",
                $"the first of {pictures:N0} of {options.Channels}×{size.Value.Height}×{size.Value.Width}; name a smaller size to resize to, or keep fewer pictures");

        using var stored = new SKBitmap(new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var decoded = codec.GetPixels(stored.Info, stored.GetPixels());
        if (decoded != SKCodecResult.Success) throw new DatasetFormatException(file, 0, "a whole picture", $"one that ends or breaks early ({decoded})");
        using var turned = codec.EncodedOrigin == SKEncodedOrigin.TopLeft ? null : Turn(stored, codec.EncodedOrigin);
        var bitmap = turned ?? stored;
        var wanted = new SKImageInfo(size.Value.Width, size.Value.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (bitmap.Info.Size == wanted.Size) return Planes(bitmap, options.Channels);
        using var resized = bitmap.Resize(wanted, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return Planes(resized, options.Channels);
    }

    private static bool SwapsSides(SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>The picture as it is to be seen. An origin says where the stored first row and first column belong.</summary>
    private static SKBitmap Turn(SKBitmap stored, SKEncodedOrigin origin)
    {
        var swaps = SwapsSides(origin);
        var fromRight = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        var fromBottom = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (height, width) = swaps ? (stored.Width, stored.Height) : (stored.Height, stored.Width);
        var turned = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var source = MemoryMarshal.Cast<byte, uint>(stored.GetPixelSpan());
        var target = MemoryMarshal.Cast<byte, uint>(turned.GetPixelSpan());
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (down, right) = (fromBottom ? height - 1 - y : y, fromRight ? width - 1 - x : x);
                target[y * width + x] = source[swaps ? right * stored.Width + down : down * stored.Width + right];
            }

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
