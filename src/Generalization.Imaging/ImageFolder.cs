using Generalization.Data;

namespace Generalization.Imaging;

/// <summary>Reads a data set of PNG and JPEG files, a folder for each class: train/CLASS/*.png and test/CLASS/*.png.</summary>
/// <remarks>A picture is turned and mirrored as its EXIF orientation asks for, so that it is seen as its camera's display shows it; sizes
/// are those after that.</remarks>
public static class ImageFolder
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];

    /// <summary>Reads training and test set.</summary>
    /// <remarks>The classes are the folders under train, by name, and the files of a class are in order of their names, compared byte by
    /// byte.</remarks>
    /// <param name="folder">The folder that holds train and test.</param>
    /// <param name="options">How pictures become images. Default: in colour, all of one size.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>uint8 images.</returns>
    /// <exception cref="DatasetNotFoundException">train, test or a class's pictures are missing.</exception>
    /// <exception cref="DatasetFormatException">A picture cannot be decoded, is too large, or has another size than the first one, or a
    /// split has more than 2³¹ values.</exception>
    public static TrainTestData Load(string folder, ImageFolderOptions? options = null, CancellationToken token = default)
    {
        options ??= new ImageFolderOptions();
        var train = Path.Combine(folder, "train");
        if (!Directory.Exists(train))
            throw new DatasetNotFoundException(train, "train, a folder with a folder of pictures for each class");
        string[] classes = [.. Directory.EnumerateDirectories(train).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
        if (classes.Length < 2)
            throw new DatasetNotFoundException(Path.Combine(train, "CLASS"), "two folders of pictures, one for each class");
        (int, int)? size = options.Size;
        return new TrainTestData(
            LoadSplit(train, DatasetSplit.Train, classes, options, ref size, token),
            LoadSplit(Path.Combine(folder, "test"), DatasetSplit.Test, classes, options, ref size, token)
        );
    }

    private static Dataset LoadSplit(
        string folder,
        DatasetSplit split,
        string[] classes,
        ImageFolderOptions options,
        ref (int Height, int Width)? size,
        CancellationToken token
    )
    {
        var (files, labels) = (new List<string>(), new List<long>());
        for (var label = 0; label < classes.Length; label++)
        {
            var own = Path.Combine(folder, classes[label]);
            var found = Directory.Exists(own) ? Pictures(own) : [];
            if (found.Length == 0)
                throw new DatasetNotFoundException(Path.Combine(own, "*.png"), $"picture (*.png, *.jpg, *.jpeg) of class {classes[label]}");
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
        return Dataset.FromSource(
            Path.GetFileName(Path.GetFullPath(Path.Combine(folder, ".."))),
            split,
            PixelArray.Owning(shape, all!),
            [.. labels],
            classes,
            $"{files.Count} pictures read" + (options.Size is null ? "" : $" and resized to {shape.Height}×{shape.Width}")
        );
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
            string[] found =
                Directory.Exists(path) ? Pictures(path)
                : File.Exists(path) ? [path]
                : [];
            if (found.Length == 0)
                throw new DatasetNotFoundException(
                    Directory.Exists(path) ? Path.Combine(path, "*.png") : path,
                    Directory.Exists(path) ? "picture (*.png, *.jpg, *.jpeg)" : Path.GetFileName(path)
                );
            files.AddRange(found);
        }

        return files;
    }

    internal static string[] Pictures(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder)
                .Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant()))
                .Order(StringComparer.Ordinal),
        ];
}
