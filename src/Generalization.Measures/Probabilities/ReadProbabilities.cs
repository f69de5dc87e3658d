namespace Generalization.Measures.Probabilities;

/// <summary>What a file of probabilities holds.</summary>
/// <param name="Values">rows · k values.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Names">The classes' names by a header; null without one.</param>
/// <param name="Labels">The labels where they are in the same file; else null.</param>
/// <param name="Doubt">Null where it is sure what the first line is. Else it is 0,1 and was read as a header, and this is what the other
/// lines' numbers show it to be.</param>
internal sealed record ReadProbabilities(double[] Values, int Rows, IReadOnlyList<string>? Names, long[]? Labels, FirstLine? Doubt = null)
{
    /// <summary>With the first line as the row that it may be.</summary>
    /// <param name="label">Its label, where labels are in the same file.</param>
    public ReadProbabilities WithRow(long? label = null) =>
        new([0, 1, .. Values], Rows + 1, null, label is { } own ? [own, .. Labels!] : Labels);

    /// <summary>With the first line as what the other lines show it to be.</summary>
    /// <param name="file">The file.</param>
    /// <param name="label">The line's label, where labels are in the same file.</param>
    /// <exception cref="Data.DatasetFormatException">They do not show it.</exception>
    public ReadProbabilities AsShown(string file, long? label = null) =>
        Doubt switch
        {
            FirstLine.Row => WithRow(label),
            FirstLine.Header => this with { Doubt = null },
            _ => throw CsvPlaces.Unsure(file),
        };
}
