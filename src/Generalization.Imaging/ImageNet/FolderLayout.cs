using Generalization.Data;
using Generalization.Imaging.Indexing;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.ImageNet;

/// <summary>Folders by WordNet id for training, and for validation the same or one folder with a list.</summary>
internal static class FolderLayout
{
    private static readonly string[] ValidationNames = ["val", "validation", "valid"];

    /// <summary>The folder below a root that holds train and val, and how they lie; null where there is none.</summary>
    public static (string Base, ImageNetLayout Layout)? In(string root)
    {
        if (HasClasses(Path.Combine(root, "train")))
            return (root, ImageNetLayout.Folders);
        string[] kaggles =
        [
            Path.Combine(root, "ILSVRC", "Data", "CLS-LOC"),
            Path.Combine(root, "Data", "CLS-LOC"),
            Path.Combine(root, "CLS-LOC"),
        ];
        return kaggles.FirstOrDefault(k => HasClasses(Path.Combine(k, "train"))) is { } found ? (found, ImageNetLayout.Kaggle) : null;
    }

    /// <summary>Finds the pictures.</summary>
    /// <param name="root">The folder that was named.</param>
    /// <param name="at">The one that holds train and val.</param>
    /// <param name="options">Where the classes of validation pictures stand.</param>
    /// <param name="finder">Looks.</param>
    /// <param name="token">Ends the work early.</param>
    public static FoundPictures Find(string root, string at, ImageNetOptions options, PictureFinder finder, CancellationToken token)
    {
        var train = Path.Combine(at, "train");
        var validation =
            ValidationNames.Select(name => Path.Combine(at, name)).FirstOrDefault(Directory.Exists)
            ?? throw new DatasetNotFoundException(
                Path.Combine(at, ValidationNames[0]),
                $"folder of validation pictures: {string.Join(", ", ValidationNames)}",
                "Add it, with a folder for each WordNet id or with all its pictures and a text file of their classes."
            );
        var classes = ClassesIn(train, finder);
        if (classes.Length < 2)
            throw new DatasetNotFoundException(
                Path.Combine(train, "n01440764"),
                "two folders of pictures by WordNet id",
                "Put the pictures of each class into a folder of its WordNet id."
            );
        var trained = ByClass(train, classes, classes, finder, token);
        var own = HasClasses(validation) ? ClassesIn(validation, finder) : null;
        var test = own is not null
            ? ByClass(validation, own, classes, finder, token)
            : Flat(
                validation,
                classes,
                ValidationTruth.Find(options.ValidationTruth, validation, at, validation, root, Path.GetDirectoryName(validation)!),
                finder,
                token
            );
        return new(classes, trained, test);
    }

    private static bool HasClasses(string folder) =>
        Directory.Exists(folder) && new DirectoryInfo(folder).EnumerateDirectories("n*").Any(d => PictureStem.IsWordNetId(d.Name));

    private static string[] ClassesIn(string folder, PictureFinder finder)
    {
        finder.Stamp(folder);
        var folders = finder.Scan.Folders(folder, "beside the folders of classes");
        foreach (var other in folders.Where(f => !PictureStem.IsWordNetId(f.Name)))
            finder.Scan.PassOver(other, "in folders that are no WordNet ids");
        return [.. folders.Select(f => f.Name).Where(name => PictureStem.IsWordNetId(name)).Order(StringComparer.Ordinal)];
    }

    private static PictureList ByClass(string folder, string[] own, string[] classes, PictureFinder finder, CancellationToken token)
    {
        var (places, found) = (new List<PicturePlace>(), new List<ListedPicture>());
        foreach (var id in own)
        {
            var (label, place, before) = (Array.BinarySearch(classes, id, StringComparer.Ordinal), places.Count, found.Count);
            var path = Path.Combine(folder, id);
            places.Add(new PicturePlace(finder.Below(path), PlaceKind.Folder));
            finder.In(path, (name, length) => found.Add(new(place, name, PictureStem.Of(name), 0, length, label)), token);
            if (label < 0 && found.Count > before)
                throw new DatasetFormatException(
                    folder,
                    $"class {id}",
                    "one of the training pictures' classes",
                    "a class that only the validation set has",
                    "Add its training pictures, or remove the folder."
                );
            if (found.Count == before && ReferenceEquals(own, classes))
                throw new DatasetNotFoundException(
                    Path.Combine(path, "*.JPEG"),
                    $"picture of class {id}",
                    "Add pictures of it, or remove the folder."
                );
        }

        return PictureList.Of(places, found);
    }

    private static PictureList Flat(string folder, string[] classes, string truth, PictureFinder finder, CancellationToken token)
    {
        finder.Stamp(truth);
        var pictures = new List<(string Name, int Length)>();
        finder.In(folder, (name, length) => pictures.Add((name, length)), token);
        pictures.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        string[] stems = [.. pictures.Select(p => PictureStem.Of(p.Name))];
        var labels = ValidationTruth.Read(truth).LabelsOf(stems, classes);
        return PictureList.Of(
            [new PicturePlace(finder.Below(folder), PlaceKind.Folder)],
            [.. pictures.Select((p, i) => new ListedPicture(0, p.Name, stems[i], 0, p.Length, labels[i]))]
        );
    }
}
