using Generalization.Data;
using Generalization.Imaging.Indexing;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.ImageNet;

/// <summary>Parquet files as Hugging Face has them, train-*.parquet and validation-*.parquet, read in place.</summary>
internal static class ParquetLayout
{
    private static readonly string[] ValidationNames = ["validation", "val"];

    /// <summary>The folder below a root that holds them; null where there is none.</summary>
    public static string? In(string root) =>
        new[] { root, Path.Combine(root, "data") }.FirstOrDefault(f => Directory.Exists(f) && Files(f, "train").Length > 0);

    /// <summary>The names of its files, for an index's words: the folder's own time changes when an index is kept in it.</summary>
    /// <param name="root">The root.</param>
    public static string Words(string root) =>
        In(root) is { } at
            ? string.Join(", ", Directory.EnumerateFiles(at, "*.parquet").Select(Path.GetFileName).Order(StringComparer.Ordinal))
            : "";

    /// <summary>Finds the pictures.</summary>
    /// <param name="at">The folder that holds the files.</param>
    /// <param name="finder">Looks.</param>
    /// <param name="token">Ends the work early.</param>
    public static FoundPictures Find(string at, PictureFinder finder, CancellationToken token)
    {
        var validation = ValidationNames.Select(name => Files(at, name)).FirstOrDefault(files => files.Length > 0) ?? [];
        if (validation.Length == 0)
            throw new DatasetNotFoundException(
                Path.Combine(at, "validation-*.parquet"),
                "validation-*.parquet",
                "Fetch the validation files too, since the test set is in them."
            );
        var labelOf = new Dictionary<string, long>();
        var (train, test) = (Rows(Files(at, "train"), labelOf, finder, token), Rows(validation, labelOf, finder, token));
        string[] classes = [.. train.Found.Select(p => p.Id).Distinct().Order(StringComparer.Ordinal)];
        if (test.Found.FirstOrDefault(p => Array.BinarySearch(classes, p.Id, StringComparer.Ordinal) < 0) is { Id: { } other })
            throw new DatasetFormatException(
                at,
                $"class {other}",
                "one of the training pictures' classes",
                "a class that only the validation set has",
                "Add its training pictures, or remove the files that hold it."
            );
        return new(classes, List(train), List(test));

        PictureList List((List<PicturePlace> Places, List<(string Id, ListedPicture Picture)> Found) rows) =>
            PictureList.Of(
                rows.Places,
                [.. rows.Found.Select(p => p.Picture with { Label = Array.BinarySearch(classes, p.Id, StringComparer.Ordinal) })]
            );
    }

    private static string[] Files(string folder, string split) =>
        [.. Directory.EnumerateFiles(folder, $"{split}-*.parquet").Order(StringComparer.Ordinal)];

    private static (List<PicturePlace> Places, List<(string Id, ListedPicture Picture)> Found) Rows(
        string[] files,
        Dictionary<string, long> labelOf,
        PictureFinder finder,
        CancellationToken token
    )
    {
        var (places, found) = (new List<PicturePlace>(), new List<(string, ListedPicture)>());
        foreach (var file in files)
        {
            finder.CheckLink(file);
            finder.Stamp(file);
            var place = places.Count;
            places.Add(new PicturePlace(finder.Below(file), PlaceKind.Parquet));
            for (var group = 0; group < ParquetGroups.CountOf(file); group++)
            {
                token.ThrowIfCancellationRequested();
                var (names, labels) = ParquetGroups.Names(file, group);
                var bytes = ParquetGroups.Unpack(file, group);
                for (var row = 0; row < names.Length; row++)
                {
                    var (name, id) = (Path.GetFileName(names[row]), IdOf(file, names[row]));
                    if (labelOf.TryAdd(id, labels[row]) is false && labelOf[id] != labels[row])
                        throw new DatasetFormatException(
                            file,
                            name,
                            $"the label {labelOf[id]}, as other pictures of {id} have",
                            FormattableString.Invariant($"{labels[row]}"),
                            "Fetch the files again from their publisher."
                        );
                    found.Add((id, new(place, name, PictureStem.Of(name), ((long)group << 32) | (uint)row, bytes[row].Length, 0)));
                    finder.Count(token);
                }
            }
        }

        return (places, found);
    }

    // A name's last part is the WordNet id; a training picture's first part is too.
    private static string IdOf(string file, string path)
    {
        var parts = Path.GetFileNameWithoutExtension(path).Split('_');
        return PictureStem.IsWordNetId(parts[^1]) ? parts[^1]
            : PictureStem.IsWordNetId(parts[0]) ? parts[0]
            : throw new DatasetFormatException(
                file,
                "image.path",
                "names that end with their WordNet id, such as n01440764_18_n01440764.JPEG",
                $"\"{path}\"",
                "Use the files as Hugging Face has them."
            );
    }
}
