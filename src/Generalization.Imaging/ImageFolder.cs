using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging;

/// <summary>Reads a data set of pictures, a folder for each class: train/CLASS/*.png and test/CLASS/*.png.</summary>
/// <remarks>
/// <para>Read are PNG, JPEG, BMP, GIF (the first picture), WebP, ICO and WBMP, also in folders below a class's. The test set may be called
/// test, testing, val, valid or validation, or lie as Tiny ImageNet's: val/images and val/val_annotations.txt. A folder whose folders are
/// the classes themselves is read with <see cref="ImageFolderOptions.TestShare"/>.</para>
/// <para>Hidden files and folders, what operating systems leave behind, and files of other formats are passed over and counted. A symbolic
/// link that leads out of the folder is refused, unless <see cref="ImageFolderOptions.FollowLinks"/> allows it.</para>
/// <para>A picture is turned and mirrored as its EXIF orientation asks for, so that it is seen as its camera's display shows it; sizes are
/// those after that. With a <see cref="ImageFolderOptions.View"/> it is turned only where <see cref="PictureView.Turns"/> says so.</para>
/// </remarks>
public static class ImageFolder
{
    /// <summary>Reads training and test set.</summary>
    /// <remarks>The classes are the folders under train, by name, and the files of a class are in order of their names, compared byte by
    /// byte.</remarks>
    /// <param name="folder">The folder that holds train and test, or the classes.</param>
    /// <param name="options">How pictures become images. Default: in colour, all of one size, with a test set of their own.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>uint8 images.</returns>
    /// <exception cref="DatasetNotFoundException">train, test or a class's pictures are missing.</exception>
    /// <exception cref="DatasetFormatException">A picture cannot be decoded, is too large, or has another size than the first one; a split
    /// has more than 2³¹ values; a class is in the test set alone; a symbolic link leads out of the folder or nowhere.</exception>
    /// <exception cref="ArgumentException">A share is to be held out, and the folder has a test set; or a size, channels or pixels are
    /// given beside a view.</exception>
    /// <exception cref="IOException">A file cannot be read, or is no regular file.</exception>
    public static TrainTestData Load(string folder, ImageFolderOptions? options = null, CancellationToken token = default) =>
        Read(folder, options, token).Data;

    /// <summary>Reads training and test set, and says what was passed over.</summary>
    /// <inheritdoc cref="Load" path="/*[not(self::summary) and not(self::returns)]"/>
    /// <returns>uint8 images, and the files that were not read.</returns>
    public static ImageFolderContent Read(string folder, ImageFolderOptions? options = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ImageFolderOptions();
        CheckView(options);
        var scan = new PictureScan(folder, options.FollowLinks);
        var layout = ImageFolderLayout.Of(folder, options, scan, token);
        (int, int)? size = options.Size;
        Dataset Split(DatasetSplit split, LabelledPictures pictures) =>
            LoadSplit(folder, split, layout.Classes, pictures, options, ref size, token);
        return new(new TrainTestData(Split(DatasetSplit.Train, layout.Train), Split(DatasetSplit.Test, layout.Test)), scan.PassedOver.All);
    }

    /// <summary>The pictures among files and in folders, a folder's in order of their paths.</summary>
    /// <param name="paths">Files, and folders of pictures.</param>
    /// <exception cref="DatasetNotFoundException">A path is not there, or a folder has no picture.</exception>
    /// <exception cref="DatasetFormatException">A symbolic link leads out of a folder, or nowhere.</exception>
    public static IReadOnlyList<string> PicturesIn(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var files = new List<string>();
        foreach (var path in paths)
        {
            string[] found =
                Directory.Exists(path) ? new PictureScan(path, followLinks: false).Pictures(path)
                : File.Exists(path) ? [path]
                : [];
            if (found.Length == 0)
                throw new DatasetNotFoundException(
                    Directory.Exists(path) ? Path.Combine(path, "*.png") : path,
                    Directory.Exists(path) ? $"picture ({PictureFormats.Names})" : Path.GetFileName(path),
                    "Name pictures, or a folder of them."
                );
            files.AddRange(found);
        }

        return files;
    }

    // A view says all of these itself.
    private static void CheckView(ImageFolderOptions options)
    {
        var usual = new ImageFolderOptions();
        string? said =
            options.View is null ? null
            : options.Size is not null ? nameof(options.Size)
            : options.Channels != usual.Channels ? nameof(options.Channels)
            : options.MostPixels != usual.MostPixels ? nameof(options.MostPixels)
            : null;
        if (said is not null)
            throw new ArgumentException(
                $"{said} must be left out beside View, which has its own, but was given; leave one of the two out."
            );
    }

    private static Dataset LoadSplit(
        string folder,
        DatasetSplit split,
        string[] classes,
        LabelledPictures pictures,
        ImageFolderOptions options,
        ref (int Height, int Width)? size,
        CancellationToken token
    )
    {
        var files = pictures.Files;
        if (options.View is { } view)
            return Streamed(Viewed(folder, split, files, view), view.Describe());
        if (options.Streams)
            return Streamed(
                new StreamedFiles(folder, files, options, ref size, token),
                options.Size is { } to ? $"resized to {to.Height}×{to.Width}" : ""
            );
        byte[]? all = null;
        for (var i = 0; i < files.Count; i++)
        {
            token.ThrowIfCancellationRequested();
            var picture = ImageFile.Read(files[i], options, ref size, files.Count);
            all ??= GC.AllocateUninitializedArray<byte>(files.Count * picture.Length);
            picture.CopyTo(all, i * picture.Length);
        }

        Dataset Streamed(IPixelSource source, string how) =>
            Dataset.FromSource(
                NameOf(folder),
                split,
                source,
                [.. pictures.Labels],
                classes,
                $"{files.Count} pictures, decoded when they are read" + (how.Length == 0 ? "" : $", {how}") + HeldOut(options)
            );

        var shape = new ImageShape(options.Channels, size!.Value.Height, size.Value.Width);
        return Dataset.FromSource(
            NameOf(folder),
            split,
            PixelArray.Owning(shape, all!),
            [.. pictures.Labels],
            classes,
            $"{files.Count} pictures read"
                + (options.Size is null ? "" : $" and resized to {shape.Height}×{shape.Width}")
                + HeldOut(options)
        );
    }

    private static PictureSource Viewed(string folder, DatasetSplit split, List<string> files, PictureView view) =>
        new(new FileStore(folder, files), [.. Enumerable.Range(0, files.Count).Select(i => (uint)i)], split, view);

    private static string HeldOut(ImageFolderOptions options) =>
        options.TestShare is { } share
            ? FormattableString.Invariant($", {share} of each class held out as test set by seed {options.Seed}")
            : "";

    private static string NameOf(string folder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) is { Length: > 0 } name ? name : "pictures";
}
