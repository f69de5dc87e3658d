using Generalization.Data;
using Generalization.Data.Csv;

namespace Generalization.Measures.Probabilities;

/// <summary>Reads labels from a CSV file of their own: its one column, or the one that is named.</summary>
internal static class LabelCsv
{
    /// <summary>The labels, and whether the first one may be a header all the same: pandas calls a column without a name by its
    /// number.</summary>
    public static (long[] Labels, bool MayBeHeader) Read(
        string file,
        IReadOnlyList<string>? names,
        int classes,
        ProbabilityFileOptions options,
        CancellationToken token
    )
    {
        var words = new LabelWords(options.ClassNames.IsEmpty ? names : options.ClassNames, classes);
        using var reader = new CsvReader(file, options.Delimiter, options.MostBytes);
        var fields = new List<string>();
        if (!reader.Next(fields))
            throw CsvPlaces.Empty(file, 1);
        var named = options.Label?.Name is not null;
        var (count, column) = (fields.Count, Column(file, fields, named, options.Label));
        var labels = new List<long>();
        // Without a name, the first line is a header where it is no label.
        var isLabel = !named && words.Of(fields[column]) is not null;
        var mayBeHeader = isLabel && FirstLineReading.IsNumbered(column, fields[column].Trim());
        var more = isLabel || reader.Next(fields);
        for (; more; more = reader.Next(fields))
        {
            if (labels.Count % 1024 == 0)
                token.ThrowIfCancellationRequested();
            if (fields.Count != count)
                throw CsvPlaces.Columns(file, reader.Line, count, fields.Count);
            labels.Add(words.Label(file, reader.Line, column, fields[column]));
        }

        return ([.. labels], mayBeHeader);
    }

    private static int Column(string file, List<string> first, bool header, CsvColumn? stated) =>
        stated is { } column ? CsvPlaces.Find(file, first, header, column)
        : first.Count == 1 ? 0
        : throw new DatasetFormatException(
            file,
            "line 1",
            "one column of labels",
            FormattableString.Invariant($"{first.Count} columns"),
            "Leave the labels alone in the file, or name their column by Label in a program."
        );
}
