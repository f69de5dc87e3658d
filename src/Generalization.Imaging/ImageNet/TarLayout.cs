using System.Formats.Tar;
using Generalization.Data;
using Generalization.Files;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.Indexing;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.ImageNet;

/// <summary>The publisher's archives, read in place: only where each picture begins is remembered.</summary>
internal static class TarLayout
{
    public const string Train = "ILSVRC2012_img_train.tar",
        Validation = "ILSVRC2012_img_val.tar";

    private const string FetchAgain = "Fetch the archive again from its publisher.";

    /// <summary>Whether a folder holds them.</summary>
    public static bool IsIn(string root) => File.Exists(Path.Combine(root, Train));

    /// <summary>Finds the pictures.</summary>
    /// <inheritdoc cref="FolderLayout.Find" path="/param"/>
    public static FoundPictures Find(string root, ImageNetOptions options, PictureFinder finder, CancellationToken token)
    {
        var (train, validation) = (Path.Combine(root, Train), Path.Combine(root, Validation));
        if (!File.Exists(validation))
            throw new DatasetNotFoundException(validation, Validation, "Fetch it too, since the test set is in it.");
        var truth = ValidationTruth.Find(options.ValidationTruth, validation, root);
        foreach (var archive in (string[])[train, validation])
        {
            finder.CheckLink(archive);
            finder.Stamp(archive);
        }

        finder.Stamp(truth);
        var (byClass, classes) = Classes(train, finder, token);
        var tested = new List<(string Name, long Offset, int Length)>();
        Read(validation, (entry, at) => Add(validation, entry, at, tested, finder, token), token);
        tested.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        string[] stems = [.. tested.Select(p => PictureStem.Of(p.Name))];
        var labels = ValidationTruth.Read(truth).LabelsOf(stems, classes);
        return new(
            classes,
            PictureList.Of(
                [new PicturePlace(Train, PlaceKind.Archive)],
                [
                    .. classes.SelectMany(
                        (id, label) =>
                            byClass[id].Select(p => new ListedPicture(0, p.Name, PictureStem.Of(p.Name), p.Offset, p.Length, label))
                    ),
                ]
            ),
            PictureList.Of(
                [new PicturePlace(Validation, PlaceKind.Archive)],
                [.. tested.Select((p, i) => new ListedPicture(0, p.Name, stems[i], p.Offset, p.Length, labels[i]))]
            )
        );
    }

    private static (Dictionary<string, List<(string Name, long Offset, int Length)>> Pictures, string[] Classes) Classes(
        string train,
        PictureFinder finder,
        CancellationToken token
    )
    {
        var byClass = new Dictionary<string, List<(string, long, int)>>();
        Read(
            train,
            (outer, begin) =>
            {
                var id = Path.GetFileNameWithoutExtension(outer.Name);
                if (!PictureStem.IsWordNetId(id) || outer.DataStream is not { } inside)
                {
                    finder.Scan.PassedOver.Add("that are no classes in an archive", $"{train}/{outer.Name}");
                    return;
                }

                var own = new List<(string, long, int)>();
                Read(train, inside, begin, (entry, at) => Add($"{train}/{outer.Name}", entry, at, own, finder, token), token);
                if (own.Count > 0 && !byClass.TryAdd(id, own))
                    throw new DatasetFormatException(train, begin, "each class once", $"{id} again", remedy: FetchAgain);
            },
            token
        );
        string[] classes = [.. byClass.Keys.Order(StringComparer.Ordinal)];
        return classes.Length >= 2
            ? (byClass, classes)
            : throw new DatasetFormatException(
                train,
                0,
                "an archive of each class, named by its WordNet id",
                $"{classes.Length} of them with pictures",
                remedy: FetchAgain
            );
    }

    private static void Add(
        string archive,
        TarEntry entry,
        long at,
        List<(string Name, long Offset, int Length)> found,
        PictureFinder finder,
        CancellationToken token
    )
    {
        var name = Path.GetFileName(entry.Name);
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !PictureFormats.Has(name))
        {
            if (entry.EntryType is not TarEntryType.Directory)
                finder.Scan.PassedOver.AddOther($"{archive}/{entry.Name}");
            return;
        }

        if (entry.Length > Array.MaxLength)
            throw new DatasetFormatException(archive, at, $"at most {Array.MaxLength} bytes", $"{entry.Length}", remedy: FetchAgain);
        found.Add((name, at, (int)entry.Length));
        finder.Count(token);
    }

    private static void Read(string path, Action<TarEntry, long> see, CancellationToken token)
    {
        using var file = RegularFile.OpenRead(path, options: FileOptions.RandomAccess);
        Read(path, file, 0, see, token);
    }

    private static void Read(string path, Stream content, long begin, Action<TarEntry, long> see, CancellationToken token)
    {
        try
        {
            using var reader = new TarReader(content, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                token.ThrowIfCancellationRequested();
                see(entry, begin + entry.DataOffset);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DatasetFormatException(path, begin, "a tar archive", $"something else ({e.Message.TrimEnd('.')})", e, FetchAgain);
        }
    }
}
