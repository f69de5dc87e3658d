using System.Globalization;

namespace Generalization.Data.Csv;

/// <summary>A column of a CSV file, by its name in the header or by its number; a string or a whole number stands for one.</summary>
public readonly record struct CsvColumn
{
    private CsvColumn(string? name, int? number) => (Name, Number) = (name, number);

    /// <summary>Its name; null where it is known by number.</summary>
    public string? Name { get; }

    /// <summary>Its number, from 1; null where it is known by name.</summary>
    public int? Number { get; }

    /// <summary>A column by name.</summary>
    /// <param name="name">The name, compared letter by letter.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static CsvColumn Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, null);
    }

    /// <summary>A column by number.</summary>
    /// <param name="number">The number, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static CsvColumn At(int number) =>
        number >= 1
            ? new(null, number)
            : throw new ArgumentOutOfRangeException(nameof(number), $"Columns are counted from 1, but column {number} was asked for.");

    /// <inheritdoc cref="Named"/>
    public static implicit operator CsvColumn(string name) => Named(name);

    /// <inheritdoc cref="At"/>
    public static implicit operator CsvColumn(int number) => At(number);

    /// <summary>For example "age" or column 3.</summary>
    public override string ToString() => Name is null ? string.Create(CultureInfo.InvariantCulture, $"column {Number}") : $"\"{Name}\"";
}
