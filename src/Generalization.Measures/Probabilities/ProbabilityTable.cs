using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Generalization.Measures.Probabilities;

/// <summary>The probability that a model gives each class for each example, and the examples' labels; immutable, and checked when it is
/// made.</summary>
/// <remarks>(n, k) float64, as they were given: rows are not scaled to sum to 1. For label errors they must be out of sample, made by a
/// model that was not trained on the example: see <see cref="CrossValidation"/> and <see cref="InSampleCheck"/>.</remarks>
public sealed class ProbabilityTable
{
    private readonly double[] values;
    private readonly long[] labels;

    private ProbabilityTable(double[] values, long[] labels, ImmutableArray<string> names, ImmutableArray<int> counts)
    {
        (this.values, this.labels, ClassNames, LabelCounts) = (values, labels, names, counts);
        for (var i = 0; i < labels.Length; i++)
            Right += Predicted(i) == labels[i] ? 1 : 0;
    }

    /// <summary>n, at least 1.</summary>
    public int Count => labels.Length;

    /// <summary>k, at least 2.</summary>
    public int ClassCount => ClassNames.Length;

    /// <summary>The classes' names.</summary>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>The given labels, n in 0 … k − 1.</summary>
    public ReadOnlySpan<long> Labels => labels;

    /// <summary>How many examples have each label, k.</summary>
    public ImmutableArray<int> LabelCounts { get; }

    /// <summary>The number of examples whose label is the class of the largest probability.</summary>
    public int Right { get; }

    /// <summary>Right / n.</summary>
    public double Accuracy => (double)Right / Count;

    /// <summary>A table of the caller's numbers, which are copied.</summary>
    /// <param name="probabilities">(n, k), each at least 0, each row summing to 1.</param>
    /// <param name="labels">n labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names. Default: their numbers.</param>
    /// <param name="options">What is allowed. Default: rows within 0.001 of 1, an example for each class.</param>
    /// <exception cref="ProbabilityTableException">Lengths do not fit, a probability is negative or not a number, a row does not sum to 1,
    /// a label is no class, a class has no example, or there is one class alone.</exception>
    public static ProbabilityTable Of(
        double[,] probabilities,
        ReadOnlySpan<long> labels,
        IEnumerable<string>? classNames = null,
        ProbabilityTableOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var copy = new double[probabilities.Length];
        if (copy.Length > 0)
            MemoryMarshal.CreateReadOnlySpan(ref probabilities[0, 0], copy.Length).CopyTo(copy);
        var (rows, classes) = (probabilities.GetLength(0), probabilities.GetLength(1));
        return Owning(copy, rows, classes, labels.ToArray(), classNames, options, TableSource.Caller);
    }

    /// <inheritdoc cref="Of(double[,], ReadOnlySpan{long}, IEnumerable{string}, ProbabilityTableOptions)" path="/*[not(self::param)]"/>
    /// <param name="probabilities">n · k values, row after row, each at least 0, each row summing to 1.</param>
    /// <param name="classCount">k.</param>
    /// <param name="labels">n labels in 0 … k − 1.</param>
    /// <param name="classNames">The k classes' names. Default: their numbers.</param>
    /// <param name="options">What is allowed. Default: rows within 0.001 of 1, an example for each class.</param>
    public static ProbabilityTable Of(
        ReadOnlySpan<double> probabilities,
        int classCount,
        ReadOnlySpan<long> labels,
        IEnumerable<string>? classNames = null,
        ProbabilityTableOptions? options = null
    )
    {
        if (classCount < 1 || probabilities.Length % classCount != 0)
            throw new ProbabilityTableException(
                "The probabilities",
                $"have a whole number of rows of {classCount}",
                $"there are {probabilities.Length} values",
                "Give n · k values, row after row."
            );
        var rows = probabilities.Length / classCount;
        return Owning(probabilities.ToArray(), rows, classCount, labels.ToArray(), classNames, options, TableSource.Caller);
    }

    /// <summary>The probabilities of one example.</summary>
    /// <param name="example">Its position, in 0 … n − 1.</param>
    /// <returns>k values.</returns>
    public ReadOnlySpan<double> Row(int example) => values.AsSpan(example * ClassCount, ClassCount);

    /// <summary>The class of the largest probability; the first of equal ones.</summary>
    /// <param name="example">The example's position, in 0 … n − 1.</param>
    public int Predicted(int example)
    {
        var row = Row(example);
        var best = 0;
        for (var c = 1; c < row.Length; c++)
            if (row[c] > row[best])
                best = c;
        return best;
    }

    internal static ProbabilityTable Owning(
        double[] values,
        int rows,
        int classes,
        long[] labels,
        IEnumerable<string>? classNames,
        ProbabilityTableOptions? options,
        TableSource source
    )
    {
        options ??= new();
        var names = classNames?.ToImmutableArray() ?? [.. Enumerable.Range(0, classes).Select(c => FormattableString.Invariant($"{c}"))];
        var check = new TableCheck(source, options, names);
        check.Sizes(rows, classes, labels.Length);
        var counts = check.Labels(labels);
        check.Values(values);
        return new(values, labels, names, counts);
    }
}
