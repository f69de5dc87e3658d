namespace Generalization.Data.Csv;

/// <summary>Which column of a file is what.</summary>
internal sealed class CsvColumns
{
    private readonly string[]? names;
    private readonly HashSet<int> ignored;

    private CsvColumns(string[]? names, int count, int label, HashSet<int> ignored) =>
        (this.names, Count, Label, this.ignored) = (names, count, label, ignored);

    /// <summary>All columns of a line.</summary>
    public int Count { get; }

    /// <summary>The label's column, from 0.</summary>
    public int Label { get; }

    /// <summary>The number of columns that are values.</summary>
    public int Dimension => Count - 1 - ignored.Count;

    /// <summary>Whether a column, from 0, is one of the values.</summary>
    public bool IsValue(int column) => column != Label && !ignored.Contains(column);

    /// <summary>For example "line 3, column 2 (age)".</summary>
    public string Place(int line, int column) => $"line {line}, column {column + 1}" + (names is null ? "" : $" ({names[column]})");

    /// <summary>Finds the columns by a file's first line.</summary>
    public static CsvColumns Of(string file, int line, List<string> first, CsvOptions options, CsvColumns? like)
    {
        var names = options.Header ? first.ToArray() : null;
        if (like is not null)
            CheckLike(file, line, first, names, like);
        var label = options.Label is { } stated ? Find(file, line, first.Count, names, stated) : first.Count - 1;
        var ignored = options.Ignore.Select(column => Find(file, line, first.Count, names, column)).ToHashSet();
        if (ignored.Contains(label))
            throw new ArgumentException($"Ignore must not name the label's column, but {options.Label ?? first.Count} is in it.");
        var result = new CsvColumns(names, first.Count, label, ignored);
        return result.Dimension >= 1
            ? result
            : throw new DatasetFormatException(
                file,
                $"line {line}",
                "a column of numbers beside the label's",
                $"{first.Count} column{(first.Count == 1 ? "" : "s")}, {ignored.Count} of them left out",
                "Separate the fields by commas; a program can name another Delimiter."
            );
    }

    private static void CheckLike(string file, int line, List<string> first, string[]? names, CsvColumns like)
    {
        if (first.Count != like.Count)
            throw new DatasetFormatException(
                file,
                $"line {line}",
                $"{like.Count} columns as in the training file",
                $"{first.Count}",
                "Give both files the same columns."
            );
        for (var i = 0; names is not null && i < names.Length; i++)
            if (names[i] != like.names![i])
                throw new DatasetFormatException(
                    file,
                    $"line {line}, column {i + 1}",
                    $"{CsvReader.Shown(like.names[i])} as in the training file",
                    CsvReader.Shown(names[i]),
                    "Give both files the same columns in the same order."
                );
    }

    private static int Find(string file, int line, int count, string[]? names, CsvColumn column)
    {
        if (column.Number is { } number)
            return number <= count
                ? number - 1
                : throw new DatasetFormatException(
                    file,
                    $"line {line}",
                    $"at least {number} columns",
                    $"{count}",
                    "Name another column, or the delimiter that stands between the fields."
                );
        if (names is null)
            throw new ArgumentException($"A column is found by its name in a header only, but {column} was named and Header is false.");
        var at = Array.IndexOf(names, column.Name);
        if (at < 0)
            throw new DatasetFormatException(
                file,
                $"line {line}",
                $"a column named {column}",
                string.Join(", ", names.Take(20).Select(CsvReader.Shown)) + (names.Length > 20 ? ", …" : ""),
                "Name another column, or the delimiter that stands between the fields."
            );
        return Array.LastIndexOf(names, column.Name) == at
            ? at
            : throw new DatasetFormatException(
                file,
                $"line {line}",
                $"one column named {column}",
                "several",
                "Name the column by its number."
            );
    }
}
