using Generalization.Data;
using Generalization.Data.Csv;

namespace Generalization.Measures.Probabilities;

/// <summary>Reads a CSV file of probabilities, with or without a column of labels.</summary>
internal sealed class ProbabilityCsv
{
    private readonly string file;
    private readonly ProbabilityColumns columns;
    private readonly List<double> values = [];
    private readonly List<long> labels = [];
    private bool bare;
    private bool pointed;

    private ProbabilityCsv(string file, ProbabilityColumns columns) => (this.file, this.columns) = (file, columns);

    // Who writes 1 as 1 may have written the row 0,1; who writes it as 1.0 has not.
    private FirstLine Shown =>
        bare == pointed ? FirstLine.Unsure
        : bare ? FirstLine.Row
        : FirstLine.Header;

    public static ReadProbabilities Read(string file, bool labelled, ProbabilityFileOptions options, CancellationToken token)
    {
        using var reader = new CsvReader(file, options.Delimiter, options.MostBytes);
        var fields = new List<string>();
        if (!reader.Next(fields))
            throw CsvPlaces.Empty(file, 1);
        var (first, line) = (fields.ToList(), reader.Line);
        // Without another line, the first one can be no header of examples.
        var more = reader.Next(fields);
        var kind = FirstLineReading.Of(file, labelled, first, more, options);
        var table = new ProbabilityCsv(file, new(file, labelled, first, kind != FirstLine.Row, options));
        if (kind == FirstLine.Row)
            table.Add(line, first);
        else if (!more)
            throw CsvPlaces.Empty(file, reader.Line);
        for (var rows = 0; more; more = reader.Next(fields), rows++)
        {
            if (rows % 1024 == 0)
                token.ThrowIfCancellationRequested();
            table.Add(reader.Line, fields);
        }

        var read = new ReadProbabilities(
            [.. table.values],
            table.values.Count / Math.Max(1, table.columns.Classes.Length),
            table.columns.Names,
            labelled ? [.. table.labels] : null,
            kind == FirstLine.Unsure ? table.Shown : null
        );
        // Labels of a file of their own may decide by their number.
        return labelled && read.Doubt is not null ? read.AsShown(file, table.columns.Words.Of(first[table.columns.Label])) : read;
    }

    private void Add(int line, List<string> fields)
    {
        if (fields.Count != columns.Count)
            throw CsvPlaces.Columns(file, line, columns.Count, fields.Count);
        foreach (var column in columns.Classes)
            values.Add(Number(line, column, fields[column]));
        if (columns.Label >= 0)
            labels.Add(columns.Words.Label(file, line, columns.Label, fields[columns.Label]));
    }

    private double Number(int line, int column, string field)
    {
        if (!ProbabilityColumns.TryNumber(field, out var number))
            throw new DatasetFormatException(
                file,
                CsvPlaces.Place(line, column),
                "a probability with a decimal point",
                CsvPlaces.Found(field),
                "Correct the line or take it out; take out a column of something else, or leave it out by Ignore in a program."
            );
        if (number is 0 or 1)
        {
            // A program that writes −0 as -0 writes 0 as 0.
            var isBare = field.Trim().TrimStart('-') is "0" or "1";
            (bare, pointed) = (bare || isBare, pointed || !isBare);
        }

        return number;
    }
}
