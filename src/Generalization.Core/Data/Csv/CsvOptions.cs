using System.Collections.Immutable;

namespace Generalization.Data.Csv;

/// <summary>How a CSV file is read, and what becomes its test set.</summary>
public sealed record CsvOptions
{
    /// <summary>Whether the first line names the columns. Default: true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>The column of the labels, by name or by number from 1. Default: null, the last one.</summary>
    public CsvColumn? Label { get; init; }

    /// <summary>Columns that are left out, such as a number of each line. Default: none.</summary>
    public ImmutableArray<CsvColumn> Ignore
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>Whether the label column holds numbers to be predicted, real targets; else it holds classes' names. Default:
    /// false.</summary>
    public bool Regression { get; init; }

    /// <summary>What stands between two fields; no quote and no end of a line. Default: a comma.</summary>
    public char Delimiter
    {
        get;
        init =>
            field = value is '\r' or '\n' or '"'
                ? throw new ArgumentException(
                    "Delimiter must be no quote and no end of a line, but was one; a comma, a semicolon and a tab are usual.",
                    nameof(Delimiter)
                )
                : value;
    } = ',';

    /// <summary>A file of the same columns that becomes the test set. Default: null, a share of the lines is held out.</summary>
    public string? TestFile { get; init; }

    /// <summary>The share of the lines that becomes the test set where there is no test file, in (0, 1): that times N, rounded, at least
    /// one. Default: 0.2.</summary>
    public double HeldOut
    {
        get;
        init =>
            field = value is > 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(HeldOut),
                    FormattableString.Invariant($"HeldOut must lie in (0, 1), but was {value}.")
                );
    } = 0.2;

    /// <summary>The seed that decides which lines are held out. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The data set's name. Default: null, the file's name without its ending.</summary>
    public string? Name { get; init; }

    /// <summary>The most bytes that a file may have, at least 1; a larger one is refused before it is read. Default: 2³⁰, 1 GiB.</summary>
    public long MostBytes
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(MostBytes),
                        FormattableString.Invariant($"MostBytes must be at least 1, but was {value}.")
                    );
    } = 1L << 30;
}
