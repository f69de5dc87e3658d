using System.Globalization;
using Generalization.Data;
using Generalization.Data.Csv;

namespace Generalization.Measures.Probabilities;

/// <summary>Reads a CSV file of probabilities, with or without a column of labels.</summary>
internal sealed class ProbabilityCsv
{
    private const string Correct = "Correct the line or take it out; a column of something else can be left out by Ignore.";

    private readonly string file;
    private readonly ProbabilityFileOptions options;
    private readonly int count;
    private readonly int label;
    private readonly HashSet<int> ignored;
    private readonly LabelWords words;
    private readonly List<double> values = [];
    private readonly List<long> labels = [];

    private ProbabilityCsv(string file, bool labelled, List<string> first, bool header, ProbabilityFileOptions options)
    {
        (this.file, this.options, count) = (file, options, first.Count);
        ignored = [.. options.Ignore.Select(column => CsvPlaces.Find(file, first, header, column))];
        label =
            !labelled ? -1
            : options.Label is { } stated ? CsvPlaces.Find(file, first, header, stated)
            : count - 1;
        if (ignored.Contains(label))
            throw new ArgumentException($"Ignore must not name the label's column, but {options.Label ?? count} is in it.");
        var classes = Enumerable.Range(0, count).Where(IsValue).ToArray();
        Names = header ? [.. classes.Select(c => first[c])] : null;
        words = new LabelWords(options.ClassNames.IsEmpty ? Names : options.ClassNames, classes.Length);
    }

    private IReadOnlyList<string>? Names { get; }

    public static ReadProbabilities Read(string file, bool labelled, ProbabilityFileOptions options, CancellationToken token)
    {
        using var reader = new CsvReader(file, options.Delimiter, options.MostBytes);
        var fields = new List<string>();
        if (!reader.Next(fields))
            throw CsvPlaces.Empty(file, 1);
        // What the second line looks like tells whether 0,1 is a header of classes or a row of probabilities.
        var (first, line) = (fields.ToList(), reader.Line);
        var more = reader.Next(fields);
        var table = new ProbabilityCsv(file, labelled, first, IsHeader(file, labelled, first, more ? fields : [], options), options);
        if (table.Names is null)
            table.Add(line, first);
        else if (!more)
            throw CsvPlaces.Empty(file, reader.Line);
        for (var rows = 0; more; more = reader.Next(fields), rows++)
        {
            if (rows % 1024 == 0)
                token.ThrowIfCancellationRequested();
            table.Add(reader.Line, fields);
        }

        var width = Math.Max(1, table.words.Count);
        return new([.. table.values], table.values.Count / width, table.Names, labelled ? [.. table.labels] : null);
    }

    // A header of words is no row of numbers; one of classes' numbers, 0,1,2, is no row of probabilities, or its label is no label.
    // 0,1 is both; it is a header where the next line has decimal points, since who writes probabilities writes 0.0 and 1.0 then.
    private static bool IsHeader(string file, bool labelled, List<string> first, List<string> second, ProbabilityFileOptions options)
    {
        if (options.Header is { } stated)
            return stated;
        if (options.Label?.Name is not null || options.Ignore.Any(column => column.Name is not null))
            return true;
        var table = new ProbabilityCsv(file, labelled, first, false, options);
        double sum = 0;
        var (whole, digits) = (true, true);
        foreach (var column in Enumerable.Range(0, first.Count).Where(table.IsValue))
        {
            if (!TryNumber(first[column], out var number))
                return true;
            sum += number;
            whole &= number == Math.Floor(number);
            digits &= first[column].Trim().All(char.IsAsciiDigit);
        }

        var columns = Enumerable.Range(0, Math.Min(first.Count, second.Count)).Where(table.IsValue);
        if (digits && table.words.Count > 0 && columns.Any(column => second[column].Contains('.', StringComparison.Ordinal)))
            return true;

        return (whole && sum != 1 && table.words.Count > 0) || (labelled && table.words.Of(first[table.label]) is null);
    }

    private bool IsValue(int column) => column != label && !ignored.Contains(column);

    private void Add(int line, List<string> fields)
    {
        if (fields.Count != count)
            throw new DatasetFormatException(
                file,
                FormattableString.Invariant($"line {line}"),
                FormattableString.Invariant($"{count} columns"),
                FormattableString.Invariant($"{fields.Count}"),
                "Correct the line, or name the delimiter that stands between its fields."
            );
        for (var c = 0; c < fields.Count; c++)
            if (c == label)
                labels.Add(words.Label(file, line, c, fields[c]));
            else if (IsValue(c))
                values.Add(
                    TryNumber(fields[c], out var number)
                        ? number
                        : throw new DatasetFormatException(
                            file,
                            CsvPlaces.Place(line, c),
                            "a probability with a decimal point",
                            CsvPlaces.Found(fields[c]),
                            Correct
                        )
                );
    }

    private static bool TryNumber(string field, out double number) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
