using System.Collections.Immutable;
using Generalization.Measures.LabelErrors;

namespace Generalization.Measures.WholeSet;

/// <summary>Two classes, and how often examples that are labelled one are confidently of the other.</summary>
/// <remarks>Counted among confident examples with either label. Many in both directions speak for classes that look alike or mean the same;
/// many in one for labels that were given wrongly.</remarks>
/// <param name="First">A class, the one of the smaller number.</param>
/// <param name="Second">The other class.</param>
/// <param name="FirstAsSecond">Of the confident examples labelled first, the share that is of the second.</param>
/// <param name="SecondAsFirst">Of the confident examples labelled second, the share that is of the first.</param>
/// <param name="Confused">How many examples are labelled one and of the other.</param>
/// <param name="Share">Of the confident examples labelled either, the share that is labelled one and of the other.</param>
public sealed record ClassOverlap(int First, int Second, Estimate FirstAsSecond, Estimate SecondAsFirst, int Confused, Estimate Share)
{
    /// <summary>The pairs of classes that overlap, the largest share first.</summary>
    /// <param name="joint">The confident joint.</param>
    /// <param name="most">The most pairs, at least 0. Default: 10.</param>
    /// <returns>Pairs with at least one example that is labelled one and of the other.</returns>
    public static ImmutableArray<ClassOverlap> Of(ConfidentJoint joint, int most = 10)
    {
        ArgumentNullException.ThrowIfNull(joint);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        int[] totals = [.. joint.Counts.Select(row => row.Sum())];
        var pairs =
            from a in Enumerable.Range(0, totals.Length)
            from b in Enumerable.Range(a + 1, totals.Length - a - 1)
            let there = joint.Counts[a][b]
            let back = joint.Counts[b][a]
            where there + back > 0
            select new ClassOverlap(
                a,
                b,
                Part(there, totals[a]),
                Part(back, totals[b]),
                there + back,
                Part(there + back, totals[a] + totals[b])
            );
        return [.. pairs.OrderByDescending(pair => pair.Share.Value).ThenByDescending(pair => pair.Confused).Take(most)];
    }

    // Nothing is known of a label that no example is confident in.
    private static Estimate Part(int count, int total) => total > 0 ? Estimate.OfShare(count, total) : new(0, double.NaN, 0, 1, 1);
}
