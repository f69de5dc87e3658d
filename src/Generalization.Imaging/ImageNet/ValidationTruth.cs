using Generalization.Data;
using Generalization.Files;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.ImageNet;

/// <summary>The classes of validation pictures that lie in one folder or archive, from a text file: lines of a picture's name and its
/// WordNet id, apart by a space, a tab or a comma, or the ids alone in the order of the pictures' names.</summary>
/// <remarks>The publisher's own list is not read: its numbers count by ILSVRC2012_ID, and what those are is said in a MATLAB
/// file.</remarks>
internal sealed class ValidationTruth
{
    private const long MostBytes = 64 << 20;

    private const string NotRead =
        "Give a file whose lines are a picture's name and its WordNet id, or the ids alone in the order of the pictures' names; the "
        + "publisher's ILSVRC2012_validation_ground_truth.txt counts by numbers that only a MATLAB file explains, and is not read.";

    private static readonly string[] Files =
    [
        "LOC_val_solution.csv",
        "val.txt",
        "val_labels.txt",
        "imagenet_2012_validation_synset_labels.txt",
    ];

    private readonly string file;
    private readonly Dictionary<string, string> byStem = [];
    private readonly List<string> inOrder = [];

    private ValidationTruth(string file) => this.file = file;

    /// <summary>The file that has them.</summary>
    /// <param name="asked">The one that is asked for; null to look for one.</param>
    /// <param name="pictures">The folder or archive of the pictures.</param>
    /// <param name="folders">Where it is looked for.</param>
    /// <exception cref="DatasetNotFoundException">There is none.</exception>
    public static string Find(string? asked, string pictures, params IEnumerable<string> folders)
    {
        var tried = folders.Distinct().ToArray();
        var found =
            asked is null ? tried.SelectMany(f => Files.Select(name => Path.Combine(f, name))).FirstOrDefault(File.Exists)
            : File.Exists(asked) ? asked
            : null;
        return found
            ?? throw new DatasetNotFoundException(
                asked ?? Path.Combine(tried[0], Files[0]),
                asked is null
                    ? $"text file of the classes of the pictures in {Path.GetFileName(pictures)} ({string.Join(", ", Files)})"
                    : Path.GetFileName(asked),
                NotRead
            );
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetFormatException">A line is something else.</exception>
    public static ValidationTruth Read(string file)
    {
        var truth = new ValidationTruth(file);
        var lines = RegularFile.ReadText(file, MostBytes).Split('\n', StringSplitOptions.TrimEntries);
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].Length > 0 && !(i == 0 && lines[i].StartsWith("ImageId", StringComparison.Ordinal)))
                truth.Add(i + 1, lines[i]);
        return truth;
    }

    /// <summary>The label of each picture.</summary>
    /// <param name="stems">The pictures' stems, in the order of their names.</param>
    /// <param name="classes">The training pictures' classes.</param>
    /// <exception cref="DatasetFormatException">A picture has no line, a class no training picture, or the numbers differ.</exception>
    public int[] LabelsOf(IReadOnlyList<string> stems, string[] classes)
    {
        if (inOrder.Count > 0 && inOrder.Count != stems.Count)
            throw new DatasetFormatException(
                file,
                $"{inOrder.Count} lines",
                $"one for each of {stems.Count} validation pictures",
                $"{inOrder.Count}",
                "Complete the pictures, or use the file that belongs to them."
            );
        var labelOf = classes.Select((id, label) => (id, label)).ToDictionary(c => c.id, c => c.label);
        var labels = new int[stems.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var id =
                inOrder.Count > 0 ? inOrder[i]
                : byStem.TryGetValue(stems[i], out var named) ? named
                : throw new DatasetFormatException(
                    file,
                    $"picture {stems[i]}",
                    "a line for each validation picture",
                    "none",
                    "Add its line, or remove the picture."
                );
            labels[i] = labelOf.TryGetValue(id, out var label)
                ? label
                : throw new DatasetFormatException(
                    file,
                    $"class {id}",
                    "one of the training pictures' classes",
                    "a class that only the validation set has",
                    "Add its training pictures, or remove its lines and pictures."
                );
        }

        return labels;
    }

    private void Add(int line, string text)
    {
        var parts = text.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        var isKept =
            parts is [var only] && PictureStem.IsWordNetId(only) ? byStem.Count == 0
            : parts is [var name, var id, ..] && PictureStem.IsWordNetId(id)
                ? inOrder.Count == 0 && byStem.TryAdd(PictureStem.Of(Path.GetFileName(name)), id)
            : false;
        if (parts is [_] && isKept)
            inOrder.Add(parts[0]);
        if (!isKept)
            throw new DatasetFormatException(
                file,
                FormattableString.Invariant($"line {line}"),
                "a picture's name and its WordNet id, each picture once, or a WordNet id alone",
                $"\"{(text.Length <= 60 ? text : text[..60] + "…")}\"",
                NotRead
            );
    }
}
