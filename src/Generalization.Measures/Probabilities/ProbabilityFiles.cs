using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Files;

namespace Generalization.Measures.Probabilities;

/// <summary>Reads tables of probabilities that any program has written: numpy's .npy, or CSV.</summary>
/// <remarks>
/// <para>.npy: probabilities (n, k), float16, float32 or float64; labels (n) or (n, 1), of any type that holds whole numbers. Each in a
/// file of its own.</para>
/// <para>Any other ending is CSV (RFC 4180): a column for each class, in the order of the classes, and a line for each example. Without a
/// file of labels, one column holds them. A label is the name of a class in the header, or its number from 0; where all names are whole
/// numbers themselves, a label is one of them.</para>
/// </remarks>
public static class ProbabilityFiles
{
    private const string Numpy = ".npy",
        Archive = ".npz";

    /// <summary>Reads probabilities and labels.</summary>
    /// <param name="probabilities">The file of probabilities.</param>
    /// <param name="labels">The file of labels, .npy or CSV whatever the other is. Default: null, a column of the file of
    /// probabilities.</param>
    /// <param name="options">How they are read. Default: as <see cref="ProbabilityFileOptions"/> says.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ProbabilityTableException">They are not a table of probabilities.</exception>
    /// <exception cref="NpyFormatException">A .npy file is none, or holds something else; a file is numpy's archive, .npz.</exception>
    /// <exception cref="DatasetFormatException">A CSV file is damaged, which names line and column; or its first line may be a header or
    /// not.</exception>
    /// <exception cref="DatasetNotFoundException">A file is not there.</exception>
    /// <exception cref="ArgumentException">A .npy file has no labels with it, or a column is named that there is none of.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ProbabilityTable Read(
        string probabilities,
        string? labels = null,
        ProbabilityFileOptions? options = null,
        CancellationToken token = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(probabilities);
        options ??= new();
        Check(probabilities);
        if (labels is not null)
            Check(labels);
        if (labels is null && IsNumpy(probabilities))
            throw new ArgumentException(
                $"Labels must be given with a .npy file, but there are none with {probabilities}; name a .npy or CSV file of them.",
                nameof(labels)
            );
        var read = IsNumpy(probabilities)
            ? Array(probabilities, options)
            : ProbabilityCsv.Read(probabilities, labels is null, options, token);
        Distinct(probabilities, options.ClassNames.IsEmpty ? read.Names : null);
        var classes = read.Values.Length / Math.Max(1, read.Rows);
        var (given, mayBeHeader) =
            read.Labels is { } own ? (own, false)
            : IsNumpy(labels!) ? (LabelArray(labels!), false)
            // 0 and 1 are the same labels whether 0,1 is a header or not.
            : LabelCsv.Read(labels!, read.Doubt is null ? read.Names : null, classes, options, token);
        var (values, rows, names, _, _) = Settled(probabilities, read, given.Length, mayBeHeader);
        if (mayBeHeader && given.Length == rows + 1)
            throw new DatasetFormatException(
                labels!,
                "line 1",
                FormattableString.Invariant($"{rows} labels, one for each row of probabilities"),
                FormattableString.Invariant($"{given.Length}, the first line among them"),
                "Where the first line is a header, give it a name that is no label."
            );
        return ProbabilityTable.Owning(
            values,
            rows,
            classes,
            given,
            options.ClassNames.IsEmpty ? names : options.ClassNames,
            options.Table,
            TableSource.Files(probabilities, labels ?? probabilities)
        );
    }

    // Where the labels are one fewer than the lines, 0,1 is a header, and where they are as many, it is a row; but pandas writes a header
    // above the labels too.
    private static ReadProbabilities Settled(string file, ReadProbabilities read, int labels, bool mayBeHeader) =>
        read.Doubt is null || labels == read.Rows ? read
        : mayBeHeader && labels == read.Rows + 1 ? read.AsShown(file)
        : read.WithRow();

    private static void Distinct(string file, IReadOnlyList<string>? names)
    {
        if (names?.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new DatasetFormatException(
                file,
                "line 1",
                "a name of its own for each class",
                $"{twice.Key} more than once",
                "Give each class another name."
            );
    }

    private static void Check(string file)
    {
        if (!File.Exists(file))
            throw new DatasetNotFoundException(file, Path.GetFileName(file), "Name a .npy or CSV file.");
        if (Ends(file, Archive))
            throw new NpyFormatException(
                file,
                "be a .npy file, which holds one array",
                "it is a .npz file, which holds several",
                "Save the array alone with numpy.save."
            );
    }

    private static bool IsNumpy(string file) => Ends(file, Numpy);

    private static bool Ends(string file, string ending) => Path.GetExtension(file).Equals(ending, StringComparison.OrdinalIgnoreCase);

    private static ReadProbabilities Array(string file, ProbabilityFileOptions options)
    {
        var array = NpyFile.Read(file, options.MostBytes);
        return array is { Shape: [var rows, _], Type: NpyType.Float16 or NpyType.Float32 or NpyType.Float64 }
            ? new(array.ToDoubles(), rows, null, null)
            : throw new NpyFormatException(
                file,
                "hold probabilities, floats of shape (n, k)",
                $"it holds {array.Type} of shape ({string.Join(", ", array.Shape)})",
                "Save the model's probabilities, a row for each example."
            );
    }

    private static long[] LabelArray(string file)
    {
        var array = NpyFile.Read(file);
        if (array.Shape is not ([_] or [_, 1]))
            throw new NpyFormatException(
                file,
                "hold labels, whole numbers of shape (n)",
                $"its shape is ({string.Join(", ", array.Shape)})",
                "Save a label for each example, for example with argmax(1)."
            );
        try
        {
            return array.ToIntegers();
        }
        catch (InvalidOperationException e)
        {
            throw new NpyFormatException(file, "hold labels, whole numbers", $"not all of its values are: {e.Message}");
        }
    }
}
