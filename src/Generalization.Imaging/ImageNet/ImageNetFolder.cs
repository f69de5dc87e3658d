using System.Globalization;
using Generalization.Data;
using Generalization.Imaging.Indexing;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.ImageNet;

/// <summary>Opens ImageNet, or pictures laid out as it is, in whatever layout they lie in a folder; pictures are decoded when they are
/// read, and none is held in memory.</summary>
/// <remarks>
/// <para>The layout is told by what lies in the folder: folders by WordNet id, Kaggle's tree, then the publisher's archives and
/// Hugging Face's Parquet, which are read in place. The classes are the WordNet ids of the training pictures, sorted, and the pictures are
/// in the order of their classes and of their files' names. An image's random draws are keyed by its file's name without the ending, so
/// that each layout gives the same random labels, boxes and hashes.</para>
/// <para>An index is made when a folder is opened for the first time, and kept in it, or in the user's cache where it cannot be written to.
/// It holds as long as archives have their length and time and folders the time when something was last added or removed in them; a picture
/// that is not as long as it says is refused when it is read. A picture that cannot be decoded ends the training that meets it:
/// <see cref="PictureCheck.Whole"/> finds all such before.</para>
/// <para>JPEG, PNG and the other formats of SkiaSharp are read whatever the file's name says. The publisher's list of the validation
/// pictures' classes is not read, since its numbers are explained in a MATLAB file alone.</para>
/// </remarks>
public static class ImageNetFolder
{
    /// <summary>Whether a folder holds ImageNet in a layout that is read.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return FolderLayout.In(folder) is not null || TarLayout.IsIn(folder) || ParquetLayout.In(folder) is not null;
    }

    /// <summary>Opens it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What is seen of each picture, and how the folder is indexed. Default: the middle at 299×299.</param>
    /// <param name="progress">Is told how far the indexing is.</param>
    /// <param name="token">Ends the indexing early; nothing is kept then.</param>
    /// <exception cref="DatasetNotFoundException">No layout is in the folder, or a part of it is missing.</exception>
    /// <exception cref="DatasetFormatException">Pictures are damaged, an archive or list is something else, or a class is in the validation
    /// set alone.</exception>
    /// <exception cref="IOException">A file cannot be read, or the index that is asked for cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ImageNetContent Open(
        string folder,
        ImageNetOptions? options = null,
        IProgress<IndexProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ImageNetOptions();
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"truth {options.ValidationTruth}, names {options.ClassNames}, at most {options.View.MostPixels} pixels, "
                + $"files {ParquetLayout.Words(folder)}"
        );
        var index = IndexedFolder.Open(folder, options.Index, words, asked => Index(folder, options, asked, progress, token));
        return new(
            new TrainTestData(
                Split(folder, DatasetSplit.Train, index, index.Train, options),
                Split(folder, DatasetSplit.Test, index, index.Test, options)
            ),
            Enum.Parse<ImageNetLayout>(index.Layout),
            [.. index.Classes],
            [.. index.PassedOver]
        );
    }

    private static PictureIndex Index(
        string root,
        ImageNetOptions options,
        string words,
        IProgress<IndexProgress>? progress,
        CancellationToken token
    )
    {
        var finder = new PictureFinder(root, options.Index.FollowLinks, progress);
        var tree = FolderLayout.In(root);
        var parquet = tree is null && !TarLayout.IsIn(root) ? ParquetLayout.In(root) : null;
        var found =
            tree is { } t ? FolderLayout.Find(root, t.Base, options, finder, token)
            : TarLayout.IsIn(root) ? TarLayout.Find(root, options, finder, token)
            : parquet is not null ? ParquetLayout.Find(parquet, finder, token)
            : throw new DatasetNotFoundException(
                Path.Combine(root, "train"),
                $"train with folders by WordNet id, ILSVRC/Data/CLS-LOC, {TarLayout.Train} or train-*.parquet",
                "Name the folder that holds ImageNet's files as its publisher, Kaggle, torchvision or Hugging Face lays them out."
            );
        string[] candidates = options.ClassNames is { } asked ? [asked] : WordNetNames.Candidates(root, tree?.Base ?? root);
        // One that is added later is looked at then.
        foreach (var candidate in candidates)
            finder.Stamp(candidate);
        var names = options.ClassNames ?? candidates.FirstOrDefault(File.Exists);
        PictureList Good(PictureList list) =>
            PictureInspection.Of(
                new IndexedStore(root, list),
                list,
                options.Index,
                (options.Decoder, options.View.MostPixels),
                finder,
                progress,
                token
            );
        var (train, test) = (Good(found.Train), Good(found.Test));
        return new(
            words,
            $"{tree?.Layout ?? (parquet is null ? ImageNetLayout.Tars : ImageNetLayout.Parquet)}",
            found.Classes,
            WordNetNames.Of(found.Classes, names),
            train,
            test,
            [.. finder.Scan.PassedOver.All],
            [.. finder.Stamps]
        );
    }

    private static Dataset Split(string root, DatasetSplit split, PictureIndex index, PictureList list, ImageNetOptions options)
    {
        if (list.Count == 0)
            throw new DatasetNotFoundException(Path.Combine(root, "*.JPEG"), $"{split.ToString().ToLowerInvariant()} picture", "Add some.");
        return Dataset.FromSource(
            options.Name,
            split,
            new PictureSource(new IndexedStore(root, list), list.Keys, split, options.View, options.Decoder),
            Array.ConvertAll(list.Labels, l => (long)l),
            index.ClassNames,
            $"{list.Count} pictures of {index.Classes.Length} WordNet ids, seen as {options.View.Describe()}",
            indices: list.Keys
        );
    }
}
