namespace Generalization.Data;

public sealed partial class Dataset
{
    /// <summary>The same examples with other labels; the true labels and the lineage stay.</summary>
    /// <remarks>Use it for changes of labels that are no corruption of this library. A label that differs from the one before counts as
    /// drawn anew.</remarks>
    /// <param name="labels">N labels in 0 … k − 1, copied.</param>
    /// <param name="operation">What was done, for the lineage.</param>
    /// <param name="seed">The seed it was done with; null where nothing is random.</param>
    /// <exception cref="ArgumentException">There are not N labels, or one is not a class.</exception>
    /// <exception cref="InvalidOperationException">There are real targets and no classes.</exception>
    public Dataset WithLabels(ReadOnlySpan<long> labels, string operation, ulong? seed = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        var before = Labels;
        CheckLabels(labels, Count, ClassCount, nameof(labels));
        var replaced = Replaced.ToArray();
        for (var i = 0; i < Count; i++)
            replaced[i] |= labels[i] != before[i];
        var result = WithLabels(labels.ToArray(), replaced);
        return result.After(new LineageStep(operation, seed, result.ContentHash));
    }

    /// <summary>The same examples with other pixels, of any type and shape; labels, indices and the lineage stay.</summary>
    /// <param name="pixels">N images, which stay the caller's and must stay as they are.</param>
    /// <param name="operation">What was done, for the lineage.</param>
    /// <param name="seed">The seed it was done with; null where nothing is random.</param>
    /// <exception cref="ArgumentException">There are not N images.</exception>
    public Dataset WithPixels(IPixelSource pixels, string operation, ulong? seed = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentException.ThrowIfNullOrEmpty(operation);
        if (pixels.Count != Count)
            throw new ArgumentException($"{Name} has {Count} examples, but pixels of {pixels.Count} were given.", nameof(pixels));
        var result = WithPixels(pixels);
        return result.After(new LineageStep(operation, seed, result.ContentHash));
    }

    /// <summary>The same examples with real targets in place of their classes.</summary>
    /// <param name="targets">(N, c), finite, copied.</param>
    /// <param name="operation">What was done, for the lineage.</param>
    /// <param name="seed">The seed it was done with; null where nothing is random.</param>
    /// <exception cref="ArgumentException">There are not N rows, or a value is not finite.</exception>
    public Dataset WithTargets(double[,] targets, string operation, ulong? seed = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentException.ThrowIfNullOrEmpty(operation);
        var own = DatasetRows.OfTargets(Vectors.Rows(targets, Count, "target", nameof(targets)), targets.GetLength(1));
        var result = new Dataset(Name, Split, Pixels, own with { Indices = rows.Indices }, [], Lineage);
        return result.After(new LineageStep(operation, seed, result.ContentHash));
    }

    internal Dataset WithLabels(long[] assigned, bool[] drawn) =>
        new(Name, Split, Pixels, rows with { Labels = assigned, Replaced = drawn }, ClassNames, Lineage);

    private Dataset WithIndices(ReadOnlySpan<uint> indices)
    {
        if (indices.Length != Count)
            throw new ArgumentException(
                $"There must be {Count} indices, one for each example, but there were {indices.Length}.",
                nameof(indices)
            );
        var own = indices.ToArray();
        var sorted = indices.ToArray();
        Array.Sort(sorted);
        // Half of what a key may be is left to examples that are appended.
        if (sorted[^1] > int.MaxValue)
            throw new ArgumentException($"An index must lie in [0, {int.MaxValue}], but was {sorted[^1]}.", nameof(indices));
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i] == sorted[i - 1])
                throw new ArgumentException($"No two examples may have one index, but two have {sorted[i]}.", nameof(indices));
        return new(Name, Split, Pixels, rows with { Indices = own }, ClassNames, Lineage, ContentHash);
    }

    internal Dataset WithPixels(IPixelSource pixels) => new(Name, Split, pixels, rows, ClassNames, Lineage);

    private static void CheckLabels(ReadOnlySpan<long> labels, int count, int classCount, string parameter)
    {
        if (labels.Length != count)
            throw new ArgumentException($"There must be {count} labels, one for each example, but there were {labels.Length}.", parameter);
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] < 0 || labels[i] >= classCount)
                throw new ArgumentException($"A label must lie in [0, {classCount - 1}], but label {i} was {labels[i]}.", parameter);
    }
}
