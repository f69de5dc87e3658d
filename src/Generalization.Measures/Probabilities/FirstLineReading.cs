namespace Generalization.Measures.Probabilities;

/// <summary>Tells by the first line alone whether it is a header.</summary>
internal static class FirstLineReading
{
    // A header of words is no row of numbers. One of classes' numbers, 0,1,2, is no row of probabilities, or its label is none. Names
    // differ, so a row with a number twice is no header. Of rows that sum to 1 only 0,1 is left, which pandas writes above two columns
    // without names.
    public static FirstLine Of(string file, bool labelled, List<string> first, bool more, ProbabilityFileOptions options)
    {
        if (options.Header is { } stated)
            return stated ? FirstLine.Header : FirstLine.Row;
        if (options.Label?.Name is not null || options.Ignore.Any(column => column.Name is not null))
            return FirstLine.Header;
        var columns = new ProbabilityColumns(file, labelled, first, false, options);
        var label = labelled ? columns.Words.Of(first[columns.Label]) : null;
        string[] fields = [.. columns.Classes.Select(column => first[column].Trim())];
        var numbers = new double[fields.Length];
        for (var c = 0; c < fields.Length; c++)
            if (!ProbabilityColumns.TryNumber(fields[c], out numbers[c]))
                return FirstLine.Header;
        if (labelled && label is null)
            return FirstLine.Header;
        if (numbers.Length == 0 || !numbers.All(double.IsInteger) || numbers.Distinct().Count() < numbers.Length)
            return FirstLine.Row;
        // pandas numbers the label's column as well.
        var numbered = !labelled || IsNumbered(columns.Label, first[columns.Label].Trim(), fields);
        var isLabel = label >= 0 && label < numbers.Length;
        if (numbers.Sum() != 1)
            return isLabel && !numbered ? FirstLine.Row : FirstLine.Header;
        if (fields is not ["0", "1"] || !numbered)
            return FirstLine.Row;
        return labelled && !isLabel ? FirstLine.Header
            : more ? FirstLine.Unsure
            : FirstLine.Row;
    }

    /// <summary>Whether a field is the number of its column, from 0, as pandas calls a column without a name.</summary>
    public static bool IsNumbered(int column, string field, params ReadOnlySpan<string> others) =>
        field == FormattableString.Invariant($"{column}") && !others.Contains(field);
}
