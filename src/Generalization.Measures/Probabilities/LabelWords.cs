using System.Globalization;
using Generalization.Data;

namespace Generalization.Measures.Probabilities;

/// <summary>Classes by name or by number.</summary>
internal sealed class LabelWords
{
    private readonly Dictionary<string, long> named = new(StringComparer.Ordinal);
    private readonly bool numbers;

    public LabelWords(IReadOnlyList<string>? names, int count)
    {
        Count = count;
        for (var i = 0; i < names?.Count; i++)
            named.TryAdd(names[i], i);
        // A header of 1 … k, or of the digits that were kept, says what its labels mean.
        numbers = named.Count > 0 && named.Keys.All(name => TryWhole(name, out _));
    }

    /// <summary>k.</summary>
    public int Count { get; }

    /// <summary>The class of a field; null where it is none. A number may be out of range, which the table says.</summary>
    public long? Of(string field) =>
        named.TryGetValue(field, out var c) ? c
        : !numbers && TryWhole(field, out var number) ? number
        : null;

    public long Label(string file, int line, int column, string field) =>
        Of(field)
        ?? throw new DatasetFormatException(
            file,
            CsvPlaces.Place(line, column),
            numbers ? "a label that the header names"
                : named.Count > 0 ? "a label, the name of a class or its number from 0"
                : "a label, the number of a class from 0",
            CsvPlaces.Found(field),
            "Correct the label, or make the labels the last column; a program can name theirs by Label."
        );

    // A whole number may be written as a program writes floats: 3.0.
    private static bool TryWhole(string field, out long number)
    {
        number = 0;
        if (
            !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            || real != Math.Floor(real)
            || Math.Abs(real) > 1e15
        )
            return false;
        number = (long)real;
        return true;
    }
}
