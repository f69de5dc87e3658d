using Generalization.Data;
using Generalization.Files;

namespace Generalization.Imaging;

/// <summary>Tiny ImageNet's validation set: val/images and val/val_annotations.txt, whose lines begin with a file's name and its class,
/// apart by tabs.</summary>
internal static class TinyImageNetLabels
{
    private const string File = "val_annotations.txt",
        Images = "images";

    private const long MostBytes = 64 << 20;

    /// <summary>Whether a folder is laid out so.</summary>
    public static bool Has(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, File)) && Directory.Exists(Path.Combine(folder, Images));

    /// <summary>The pictures with their classes, in order of their names; those without a line are passed over.</summary>
    public static LabelledPictures Read(string folder, string[] classes, PictureScan scan)
    {
        scan.PassOverOthers(folder, $"beside {Images} in {Path.GetFileName(folder)}", File, Images);
        var (file, images) = (Path.Combine(folder, File), Path.Combine(folder, Images));
        scan.Check(file);
        var classOf = Lines(file, classes);
        var pictures = new LabelledPictures();
        foreach (var picture in scan.Pictures(images))
            if (classOf.Remove(Path.GetFileName(picture), out var label))
                pictures.Add([picture], label);
            else
                scan.PassedOver.Add($"without a line in {File}", picture);
        return classOf.Count == 0
            ? pictures
            : throw new DatasetNotFoundException(
                Path.Combine(images, classOf.Keys.First()),
                $"{classOf.Keys.First()}, which {File} names",
                $"Add the picture, or remove its line from {file}."
            );
    }

    private static Dictionary<string, int> Lines(string file, string[] classes)
    {
        using var stream = RegularFile.OpenRead(file);
        if (stream.Length > MostBytes)
            throw new DatasetFormatException(
                file,
                MostBytes,
                FormattableString.Invariant($"at most {MostBytes} bytes"),
                FormattableString.Invariant($"{stream.Length}"),
                remedy: "Name another file as the annotations."
            );
        using var reader = new StreamReader(stream);
        var classOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (text.Split('\t') is not [{ Length: > 0 } name, var className, ..])
                throw Wrong(line, "a picture's name and its class, apart by a tab", $"\"{Short(text)}\"", "Mend the line.");
            var label = Array.IndexOf(classes, className);
            if (label < 0)
                throw Wrong(
                    line,
                    "one of the classes of the training set",
                    $"{Short(className)}",
                    "Add its training pictures, or remove the line and its picture."
                );
            if (!classOf.TryAdd(name, label))
                throw Wrong(line, "each picture once", $"{Short(name)} again", "Remove one of the lines.");
        }

        return classOf;

        DatasetFormatException Wrong(int line, string expected, string found, string remedy) =>
            new(file, FormattableString.Invariant($"line {line}"), expected, found, remedy);
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
