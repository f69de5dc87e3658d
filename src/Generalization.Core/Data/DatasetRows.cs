namespace Generalization.Data;

/// <summary>What a data set knows of each example beside its pixels, row by row.</summary>
internal sealed record DatasetRows
{
    /// <summary>The labels as assigned; none where there are targets.</summary>
    public required long[] Labels { get; init; }

    /// <summary>The labels as they were read; none where there are targets.</summary>
    public required long[] TrueLabels { get; init; }

    /// <summary>Which labels were drawn anew.</summary>
    public required bool[] Replaced { get; init; }

    /// <summary>Each example's index in its split as it was read.</summary>
    public required uint[] Indices { get; init; }

    /// <summary>(N, c), row after row; null where there are classes.</summary>
    public double[]? Targets { get; init; }

    /// <summary>c; 0 where there are classes.</summary>
    public int TargetCount { get; init; }

    /// <summary>N.</summary>
    public int Count => Indices.Length;

    /// <summary>Rows of labels in 0 … k − 1, as they are read.</summary>
    /// <param name="labels">The labels as assigned; the rows' own from here on.</param>
    /// <param name="trueLabels">The true ones; null for the same.</param>
    public static DatasetRows OfLabels(long[] labels, long[]? trueLabels)
    {
        var replaced = new bool[labels.Length];
        if (trueLabels is not null)
            for (var i = 0; i < labels.Length; i++)
                replaced[i] = labels[i] != trueLabels[i];
        return new()
        {
            Labels = labels,
            TrueLabels = trueLabels ?? labels,
            Replaced = replaced,
            Indices = Counted(labels.Length),
        };
    }

    /// <summary>Rows of real targets.</summary>
    public static DatasetRows OfTargets(double[] targets, int targetCount) =>
        new()
        {
            Labels = [],
            TrueLabels = [],
            Replaced = new bool[targets.Length / targetCount],
            Indices = Counted(targets.Length / targetCount),
            Targets = targets,
            TargetCount = targetCount,
        };

    /// <summary>Some of the rows, in the order given.</summary>
    public DatasetRows Select(ReadOnlySpan<int> positions) =>
        this with
        {
            Labels = Targets is null ? Pick(Labels, positions) : [],
            TrueLabels = Targets is null ? Pick(TrueLabels, positions) : [],
            Replaced = Pick(Replaced, positions),
            Indices = Pick(Indices, positions),
            Targets = Targets is null ? null : PixelSelection.Gather<double>(Targets, positions, TargetCount),
        };

    /// <summary>These rows and others of the same kind after them, whose indices go on from the largest.</summary>
    public DatasetRows Append(DatasetRows more)
    {
        var next = checked(Indices.Max() + 1);
        return this with
        {
            Labels = [.. Labels, .. more.Labels],
            TrueLabels = [.. TrueLabels, .. more.TrueLabels],
            Replaced = [.. Replaced, .. more.Replaced],
            Indices = [.. Indices, .. Counted(more.Count).Select(i => next + i)],
            Targets = Targets is null ? null : [.. Targets, .. more.Targets!],
        };
    }

    private static T[] Pick<T>(T[] source, ReadOnlySpan<int> positions) => PixelSelection.Gather<T>(source, positions, 1);

    private static uint[] Counted(int count)
    {
        var indices = new uint[count];
        for (var i = 0; i < count; i++)
            indices[i] = (uint)i;
        return indices;
    }
}
