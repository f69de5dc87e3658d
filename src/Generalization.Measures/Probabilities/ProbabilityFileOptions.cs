using System.Collections.Immutable;
using Generalization.Data.Csv;

namespace Generalization.Measures.Probabilities;

/// <summary>How files of probabilities and labels are read.</summary>
public sealed record ProbabilityFileOptions
{
    /// <summary>What the table allows. Default: rows within 0.001 of 1, an example for each class.</summary>
    public ProbabilityTableOptions Table
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Table));
    } = new();

    /// <summary>The k classes' names. Default: empty, a CSV file's header, else the classes' numbers.</summary>
    public ImmutableArray<string> ClassNames
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>Whether the first line of a CSV file of probabilities names its columns. Default: null, it does where it cannot be an
    /// example: one of its probabilities is no number, or its label is none, or all are different whole numbers that do not sum to
    /// 1.</summary>
    /// <remarks>The line 0,1 can be either. It is told by the number of labels in a file of their own; where that shows nothing, by how the
    /// other lines write the numbers 0 and 1, since who writes 0.0 and 1.0 has not written it as an example. Where neither shows it, the
    /// file is refused.</remarks>
    public bool? Header { get; init; }

    /// <summary>The column of the labels in a CSV file, by name or by number from 1. Default: null, the last one.</summary>
    public CsvColumn? Label { get; init; }

    /// <summary>Columns of the CSV file of probabilities that are left out, such as a number of each line. Default: none.</summary>
    public ImmutableArray<CsvColumn> Ignore
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

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

    /// <summary>The most bytes that a file may have, at least 1. Default: 2³⁰, 1 GiB.</summary>
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
