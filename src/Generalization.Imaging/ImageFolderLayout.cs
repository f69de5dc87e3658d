using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Randomness;

namespace Generalization.Imaging;

/// <summary>The training and the test pictures of a folder, with their classes.</summary>
/// <param name="Classes">The classes' names, in ordinal order.</param>
/// <param name="Train">The training pictures, class after class.</param>
/// <param name="Test">The test pictures.</param>
internal sealed record ImageFolderLayout(string[] Classes, LabelledPictures Train, LabelledPictures Test)
{
    private const string Loose = "beside the folders of classes";

    private static readonly string[] TrainNames = ["train", "training"],
        TestNames = ["test", "testing"],
        ValidationNames = ["val", "valid", "validation"];

    /// <summary>Finds them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What may be held out.</param>
    /// <param name="scan">Looks, and counts what is passed over.</param>
    /// <param name="token">Ends the work early.</param>
    public static ImageFolderLayout Of(string folder, ImageFolderOptions options, PictureScan scan, CancellationToken token)
    {
        var folders = Directory.Exists(folder) ? scan.Folders(folder, "beside the folders") : [];
        string? Named(string[] names) =>
            names.SelectMany(n => folders.Where(f => Is(f, n)).Select(f => Path.Combine(folder, f.Name))).FirstOrDefault();
        var (train, test, validation) = (Named(TrainNames), Named(TestNames), Named(ValidationNames));
        if (train is null && (options.TestShare is null || test is not null || validation is not null))
            throw new DatasetNotFoundException(
                Path.Combine(folder, "train"),
                "train, a folder with a folder of pictures for each class",
                test is null && validation is null && folders.Length >= 2
                    ? $"Where its folders are the classes ({ListOf(folders.Select(f => f.Name))}), say which "
                        + "share of each is held out as a "
                        + "test set: TestShare, --test-share in the samples."
                    : "Name the folder that holds train and test."
            );
        var classes = train is null ? folders : scan.Folders(train, Loose);
        var names = classes.Select(c => c.Name).ToArray();
        train ??= folder;
        if (names.Length < 2)
            throw new DatasetNotFoundException(
                Path.Combine(train, "CLASS"),
                "two folders of pictures, one for each class",
                "Put the pictures of each class into a folder of its name."
            );
        var pictures = names.Select(name => PicturesOf(train, name, scan, token)).ToArray();
        if (options.TestShare is { } share)
        {
            if (test is not null || validation is not null)
                throw new ArgumentException(
                    $"A share is held out (TestShare) where a folder has no test set, but {folder} has "
                        + $"{Path.GetFileName(test ?? validation)}.",
                    nameof(options)
                );
            if (train != folder)
                PassOverOthers(folder, folders, scan, train);
            return HeldOut(train, names, pictures, share, options.Seed);
        }

        var chosen =
            test is not null && (validation is null || HasClass(test, names))
                ? test
                : validation
                    ?? throw new DatasetNotFoundException(
                        Path.Combine(folder, "test"),
                        $"test set: {string.Join(", ", TestNames.Concat(ValidationNames))}",
                        "Add such a folder with a folder of pictures for each class, or say which share of "
                            + "the training pictures is held out: "
                            + "TestShare, --test-share in the samples."
                    );
        PassOverOthers(folder, folders, scan, train, chosen);
        return new(names, All(pictures), TestOf(chosen, train, names, scan, token));
    }

    private static LabelledPictures TestOf(string test, string train, string[] names, PictureScan scan, CancellationToken token)
    {
        if (TinyImageNetLabels.Has(test) && !HasClass(test, names))
            return TinyImageNetLabels.Read(test, names, scan);
        foreach (var other in scan.Folders(test, Loose).Where(f => !names.Contains(f.Name)))
            if (scan.Pictures(Path.Combine(test, other.Name)).Length > 0)
                throw new DatasetFormatException(
                    test,
                    $"class {other.Name}",
                    $"one of the classes of {train} ({ListOf(names)})",
                    "a class that only the test set has",
                    "Add its training pictures, or remove the folder."
                );
        return All([.. names.Select(name => PicturesOf(test, name, scan, token))]);
    }

    private static string[] PicturesOf(string folder, string name, PictureScan scan, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var own = Path.Combine(folder, name);
        var found = Directory.Exists(own) ? scan.Pictures(own) : [];
        return found.Length > 0
            ? found
            : throw new DatasetNotFoundException(
                Path.Combine(own, "*.png"),
                $"picture ({PictureFormats.Names}) of class {name}",
                "Add pictures of it, or remove the class from the training set and the test set."
            );
    }

    private static ImageFolderLayout HeldOut(string folder, string[] names, string[][] pictures, double share, ulong seed)
    {
        var (train, test) = (new LabelledPictures(), new LabelledPictures());
        // HoldOut of a training set draws with the training set's part, so that the two share no draw.
        var key = new RandomKey(seed, RandomPurpose.HoldOut);
        for (var label = 0; label < names.Length; label++)
        {
            var own = pictures[label];
            if (own.Length < 2)
                throw new DatasetFormatException(
                    Path.Combine(folder, names[label]),
                    $"class {names[label]}",
                    "two pictures at least, one to train on and one to hold out",
                    "one",
                    "Add pictures of it, or remove the class."
                );
            var count = Math.Clamp((int)Math.Round(share * own.Length, MidpointRounding.AwayFromZero), 1, own.Length - 1);
            var order = key.Stream(label).Permutation(own.Length);
            test.Add(order[..count].Order().Select(i => own[i]), label);
            train.Add(order[count..].Order().Select(i => own[i]), label);
        }

        return new(names, train, test);
    }

    private static void PassOverOthers(string folder, DirectoryInfo[] folders, PictureScan scan, params string[] used)
    {
        foreach (var other in folders.Where(f => !used.Contains(Path.Combine(folder, f.Name))))
            scan.PassOver(other, $"in {other.Name}, since {string.Join(" and ", used.Select(u => Path.GetFileName(u)))} are read");
    }

    private static LabelledPictures All(string[][] pictures)
    {
        var all = new LabelledPictures();
        for (var label = 0; label < pictures.Length; label++)
            all.Add(pictures[label], label);
        return all;
    }

    private static bool HasClass(string folder, string[] names) => names.Any(name => Directory.Exists(Path.Combine(folder, name)));

    private static bool Is(DirectoryInfo folder, string name) => folder.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string ListOf(IEnumerable<string> names)
    {
        const int most = 5;
        var all = names.ToArray();
        return string.Join(", ", all.Take(most)) + (all.Length > most ? ", …" : "");
    }
}
