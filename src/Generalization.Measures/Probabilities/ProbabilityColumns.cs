using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data.Csv;

namespace Generalization.Measures.Probabilities;

/// <summary>Which column of a CSV file of probabilities is what.</summary>
internal sealed class ProbabilityColumns
{
    public ProbabilityColumns(string file, bool labelled, List<string> first, bool header, ProbabilityFileOptions options)
    {
        Count = first.Count;
        HashSet<int> ignored = [.. options.Ignore.Select(column => CsvPlaces.Find(file, first, header, column))];
        Label =
            !labelled ? -1
            : options.Label is { } stated ? CsvPlaces.Find(file, first, header, stated)
            : Count - 1;
        if (ignored.Contains(Label))
            throw new ArgumentException($"Ignore must not name the label's column, but {options.Label ?? Count} is in it.");
        Classes = [.. Enumerable.Range(0, Count).Where(column => column != Label && !ignored.Contains(column))];
        Names = header ? [.. Classes.Select(c => first[c])] : null;
        Words = new LabelWords(options.ClassNames.IsEmpty ? Names : options.ClassNames, Classes.Length);
    }

    /// <summary>All columns of a line.</summary>
    public int Count { get; }

    /// <summary>The label's column, from 0; −1 where there is none.</summary>
    public int Label { get; }

    /// <summary>The columns of probabilities, from 0, a class each.</summary>
    public ImmutableArray<int> Classes { get; }

    /// <summary>The classes' names by the header; null without one.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>What a label may be.</summary>
    public LabelWords Words { get; }

    /// <summary>Reads a number, with a decimal point whatever the culture.</summary>
    public static bool TryNumber(string field, out double number) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
