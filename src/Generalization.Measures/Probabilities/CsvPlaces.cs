using Generalization.Data;
using Generalization.Data.Csv;

namespace Generalization.Measures.Probabilities;

/// <summary>Columns of CSV files, and words for places in them.</summary>
internal static class CsvPlaces
{
    /// <summary>A column from 0, of those that the first line has.</summary>
    public static int Find(string file, List<string> first, bool header, CsvColumn column)
    {
        if (column.Number is { } number)
            return number <= first.Count
                ? number - 1
                : throw new DatasetFormatException(
                    file,
                    "line 1",
                    FormattableString.Invariant($"at least {number} columns"),
                    FormattableString.Invariant($"{first.Count}"),
                    "Name another column, or the delimiter that stands between the fields."
                );
        if (!header)
            throw new ArgumentException($"A column is found by its name in a header only, but {column} was named and Header is false.");
        var at = first.IndexOf(column.Name!);
        return at >= 0 && first.LastIndexOf(column.Name!) == at
            ? at
            : throw new DatasetFormatException(
                file,
                "line 1",
                $"one column named {column}",
                at >= 0 ? "several" : string.Join(", ", first.Take(20).Select(CsvReader.Shown)) + (first.Count > 20 ? ", …" : ""),
                at >= 0 ? "Name the column by its number." : "Name another column, or the delimiter that stands between the fields."
            );
    }

    public static string Place(int line, int column) => FormattableString.Invariant($"line {line}, column {column + 1}");

    public static string Found(string field) => field.Length == 0 ? "nothing" : CsvReader.Shown(field);

    /// <summary>The first line is 0,1, and nothing shows whether it is a header.</summary>
    public static DatasetFormatException Unsure(string file) =>
        new(
            file,
            "line 1",
            "a header or a row of probabilities",
            "0,1, which can be either",
            "Name the classes in a header, write the row as 0.0,1.0, or state Header in a program."
        );

    /// <summary>A line has other columns than the first one.</summary>
    public static DatasetFormatException Columns(string file, int line, int expected, int found) =>
        new(
            file,
            FormattableString.Invariant($"line {line}"),
            FormattableString.Invariant($"{expected} columns"),
            FormattableString.Invariant($"{found}"),
            "Correct the line, or separate the fields by commas; a program can name another Delimiter."
        );

    public static DatasetFormatException Empty(string file, int line) =>
        new(file, FormattableString.Invariant($"line {line}"), "an example", "the end of the file", "Name a CSV file with lines.");
}
