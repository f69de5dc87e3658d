namespace Generalization.Measures;

/// <summary>Examples by falling score, equal scores together.</summary>
internal sealed class RankedScores
{
    private RankedScores(int[] order, List<Tie> ties, int positives) => (Order, Ties, Positives) = (order, ties, positives);

    /// <summary>Positions, the highest score first; equal scores by position.</summary>
    public int[] Order { get; }

    /// <summary>Runs of equal scores, the highest first.</summary>
    public IReadOnlyList<Tie> Ties { get; }

    /// <summary>The number of positives.</summary>
    public int Positives { get; }

    /// <summary>The number of the others.</summary>
    public int Negatives => Order.Length - Positives;

    public static RankedScores Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives)
    {
        if (scores.Length != positives.Length)
            throw new ArgumentException(
                $"There must be a truth for each score, but there are {scores.Length} scores and {positives.Length} truths; "
                    + "give both for the same examples."
            );
        for (var i = 0; i < scores.Length; i++)
            if (double.IsNaN(scores[i]))
                throw new ArgumentException($"A score must be a number, but that of example {i} is none; leave the example out.");
        var order = new int[scores.Length];
        var falling = new double[scores.Length];
        for (var i = 0; i < order.Length; i++)
            (order[i], falling[i]) = (i, -scores[i]);
        Array.Sort(falling, order);
        var ties = new List<Tie>();
        var all = 0;
        for (var first = 0; first < order.Length; )
        {
            var (end, found) = (first, 0);
            for (; end < order.Length && falling[end] == falling[first]; end++)
                found += positives[order[end]] ? 1 : 0;
            Array.Sort(order, first, end - first);
            ties.Add(new Tie(first, end - first, found));
            all += found;
            first = end;
        }

        return new(order, ties, all);
    }

    /// <param name="First">Where it begins in the order.</param>
    /// <param name="Count">Its examples.</param>
    /// <param name="Positives">The positives among them.</param>
    internal readonly record struct Tie(int First, int Count, int Positives);
}
