using System.Globalization;

namespace Generalization.Data.Csv;

/// <summary>The numbers and labels of one CSV file.</summary>
internal sealed class CsvTable
{
    private const string CorrectNumber =
        "Correct the line or take it out; take out a column of something else, or leave it out by Ignore in a program.";

    private readonly string file;
    private readonly CsvOptions options;

    private CsvTable(string file, CsvOptions options, CsvColumns columns) => (this.file, this.options, Columns) = (file, options, columns);

    public CsvColumns Columns { get; }

    /// <summary>(N, d), row after row.</summary>
    public List<double> Values { get; } = [];

    /// <summary>N names of classes; none for a regression.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>N targets; none where there are classes.</summary>
    public List<double> Targets { get; } = [];

    public int Count => Labels.Count + Targets.Count;

    /// <param name="file">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="like">What its columns must be; null for the first file.</param>
    /// <param name="token">Ends the work early.</param>
    public static CsvTable Read(string file, CsvOptions options, CsvColumns? like, CancellationToken token)
    {
        if (!File.Exists(file))
            throw new DatasetNotFoundException(file, Path.GetFileName(file), "Name a CSV file.");
        using var reader = new CsvReader(file, options.Delimiter, options.MostBytes);
        var fields = new List<string>();
        if (!reader.Next(fields))
            throw new DatasetFormatException(
                file,
                "line 1",
                options.Header ? "a header" : "an example",
                "the end of the file",
                "Name a CSV file with lines."
            );
        var table = new CsvTable(file, options, CsvColumns.Of(file, reader.Line, fields, options, like));
        var more = !options.Header || reader.Next(fields);
        if (!more)
            throw new DatasetFormatException(
                file,
                $"line {reader.Line}",
                "an example",
                "the end of the file",
                "Name a CSV file with lines."
            );
        for (; more; more = reader.Next(fields))
        {
            if (table.Count % 1024 == 0)
                token.ThrowIfCancellationRequested();
            table.Add(reader.Line, fields);
        }

        return table;
    }

    private void Add(int line, List<string> fields)
    {
        if (fields.Count != Columns.Count)
            throw new DatasetFormatException(
                file,
                $"line {line}",
                $"{Columns.Count} columns",
                $"{fields.Count}",
                "Correct the line, or separate the fields by commas; a program can name another Delimiter."
            );
        if (Values.Count > Array.MaxLength - fields.Count)
            throw new DatasetFormatException(
                file,
                $"line {line}",
                string.Create(CultureInfo.InvariantCulture, $"at most {Array.MaxLength} numbers"),
                "more",
                "Take a part of the lines or of the columns."
            );
        for (var i = 0; i < fields.Count; i++)
            if (i == Columns.Label)
                AddLabel(line, fields[i]);
            else if (Columns.IsValue(i))
                Values.Add(Number(line, i, fields[i]));
    }

    private void AddLabel(int line, string field)
    {
        if (options.Regression)
            Targets.Add(Number(line, Columns.Label, field));
        else if (field.Length > 0)
            Labels.Add(field);
        else
            throw new DatasetFormatException(
                file,
                Columns.Place(line, Columns.Label),
                "the name of a class",
                "nothing",
                "Fill it in, or take the line out."
            );
    }

    private double Number(int line, int column, string field)
    {
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        throw new DatasetFormatException(
            file,
            Columns.Place(line, column),
            "a finite number with a decimal point",
            field.Length == 0 ? "nothing" : CsvReader.Shown(field),
            CorrectNumber
        );
    }
}
