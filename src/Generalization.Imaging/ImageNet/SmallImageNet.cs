using System.Formats.Tar;
using System.Text;
using Generalization.Data;
using Generalization.Data.Idx;
using Generalization.Randomness;

namespace Generalization.Imaging.ImageNet;

/// <summary>A small ImageNet that is made on the spot: JPEGs of mixed sizes of Fashion-MNIST's garments in colours, laid out as the
/// original is, for trials, tests and measurements.</summary>
/// <remarks>Class c is garment c modulo 10 in one of the colours, and its WordNet id is made up. A picture's bytes depend on the seed, its
/// class and its number alone, so that all layouts hold the same ones.</remarks>
public static class SmallImageNet
{
    private const int Garments = 10;

    /// <summary>Writes it into a folder, which should be empty.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="layout">How the pictures lie in it. Default: folders by WordNet id.</param>
    /// <param name="options">How many there are, and of which sizes. Default: 20 classes of 100 and 10.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The longest side is below the shortest.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(
        string folder,
        ImageNetLayout layout = ImageNetLayout.Folders,
        SmallImageNetOptions? options = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new SmallImageNetOptions();
        Check(options);
        Directory.CreateDirectory(folder);
        var (train, test) = (Pictures(DatasetSplit.Train, options, token), Pictures(DatasetSplit.Test, options, token));
        switch (layout)
        {
            case ImageNetLayout.Folders:
                WriteFiles(Path.Combine(folder, "train"), train, byClass: true);
                WriteFiles(Path.Combine(folder, "val"), test, byClass: true);
                break;
            case ImageNetLayout.Kaggle:
                var below = Path.Combine(folder, "ILSVRC", "Data", "CLS-LOC");
                WriteFiles(Path.Combine(below, "train"), train, byClass: true);
                var truth = new StringBuilder("ImageId,PredictionString\n");
                WriteFiles(
                    Path.Combine(below, "val"),
                    test.Select(p =>
                    {
                        truth.Append(p.Stem).Append(',').Append(IdOf(p.Class)).Append(" 1 1 90 90 \n");
                        return p;
                    }),
                    byClass: false
                );
                File.WriteAllText(Path.Combine(folder, "LOC_val_solution.csv"), truth.ToString());
                var names = FashionMnistMini.Load().ClassNames;
                File.WriteAllLines(
                    Path.Combine(folder, "LOC_synset_mapping.txt"),
                    Enumerable.Range(0, options.Classes).Select(c => $"{IdOf(c)} {names[c % Garments]}")
                );
                break;
            case ImageNetLayout.Tars:
                WriteTars(folder, train, test);
                break;
            case ImageNetLayout.Parquet:
                Directory.CreateDirectory(Path.Combine(folder, "data"));
                SmallParquet.Write(Path.Combine(folder, "data", "train-00000-of-00001.parquet"), train, options.Seed);
                SmallParquet.Write(Path.Combine(folder, "data", "validation-00000-of-00001.parquet"), test, options.Seed);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(layout),
                    $"The layout must be Folders, Kaggle, Tars or Parquet, but was {layout}."
                );
        }
    }

    /// <summary>The pictures of a split, class after class: each one's class, stem and JPEG.</summary>
    /// <param name="split">The split.</param>
    /// <param name="options">How many there are, and of which sizes.</param>
    /// <param name="token">Ends the work early.</param>
    public static IEnumerable<(int Class, string Stem, byte[] Jpeg)> Pictures(
        DatasetSplit split,
        SmallImageNetOptions options,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var garments = FashionMnistMini.Load();
        var byClass = Enumerable.Range(0, Garments).Select(g => Positions(garments.Train, g)).ToArray();
        var each = split == DatasetSplit.Train ? options.TrainPerClass : options.ValidationPerClass;
        var key = split.Key(options.Seed, RandomPurpose.DrawnPictures);
        var garment = new byte[garments.Shape.Size];
        for (var c = 0; c < options.Classes; c++)
        for (var i = 0; i < each; i++)
        {
            token.ThrowIfCancellationRequested();
            var number = c * each + i;
            var random = key.Stream(number);
            var own = byClass[c % Garments];
            garments.Train.Pixels.Read([own[random.NextInt32(own.Length)]], garment);
            // The classes of a garment lie evenly on the circle of colours.
            var hue = (double)(c / Garments) / ((options.Classes + Garments - 1) / Garments);
            var stem =
                split == DatasetSplit.Train
                    ? FormattableString.Invariant($"{IdOf(c)}_{i + 1}")
                    : FormattableString.Invariant($"ILSVRC2012_val_{number + 1:D8}");
            yield return (c, stem, DrawnPicture.Encode(garment, hue, options, ref random));
        }
    }

    /// <summary>The made-up WordNet id of a class.</summary>
    /// <param name="label">The class.</param>
    public static string IdOf(int label) => FormattableString.Invariant($"n{90_000_000 + 37 * label:D8}");

    private static void Check(SmallImageNetOptions options)
    {
        if (options.MostSide < options.LeastSide)
            throw new ArgumentException(
                $"MostSide must be at least LeastSide, {options.LeastSide}, but was {options.MostSide}.",
                nameof(options)
            );
    }

    private static int[] Positions(Dataset data, int label)
    {
        var labels = data.Labels.ToArray();
        return [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label)];
    }

    private static void WriteFiles(string folder, IEnumerable<(int Class, string Stem, byte[] Jpeg)> pictures, bool byClass)
    {
        foreach (var (label, stem, jpeg) in pictures)
        {
            var own = byClass ? Path.Combine(folder, IdOf(label)) : folder;
            Directory.CreateDirectory(own);
            File.WriteAllBytes(Path.Combine(own, stem + ".JPEG"), jpeg);
        }
    }

    private static void WriteTars(
        string folder,
        IEnumerable<(int Class, string Stem, byte[] Jpeg)> train,
        IEnumerable<(int Class, string Stem, byte[] Jpeg)> test
    )
    {
        using (var outer = new TarWriter(File.Create(Path.Combine(folder, TarLayout.Train)), TarEntryFormat.Ustar))
            foreach (var own in train.GroupBy(p => p.Class))
            {
                var inner = new MemoryStream();
                using (var writer = new TarWriter(inner, TarEntryFormat.Ustar, leaveOpen: true))
                    foreach (var picture in own)
                        Add(writer, picture.Stem + ".JPEG", new MemoryStream(picture.Jpeg));
                inner.Position = 0;
                Add(outer, IdOf(own.Key) + ".tar", inner);
            }

        var truth = new StringBuilder();
        using (var outer = new TarWriter(File.Create(Path.Combine(folder, TarLayout.Validation)), TarEntryFormat.Ustar))
            foreach (var (label, stem, jpeg) in test)
            {
                Add(outer, stem + ".JPEG", new MemoryStream(jpeg));
                truth.Append(IdOf(label)).Append('\n');
            }

        File.WriteAllText(Path.Combine(folder, "imagenet_2012_validation_synset_labels.txt"), truth.ToString());
    }

    private static void Add(TarWriter writer, string name, Stream content) =>
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
}
