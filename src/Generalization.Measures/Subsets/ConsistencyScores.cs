using System.Collections.Immutable;

namespace Generalization.Measures.Subsets;

/// <summary>C-scores: the mean over fractions of how often an example is right in runs without it.</summary>
/// <remarks>C(i) = (1/F) Σ_m k_m/n_m, over the F fractions m of which n_m ≥ 1 runs left i out, k_m of them right on it; its standard error
/// is (1/F) √(Σ p(1 − p)/n_m) with p = (k_m + 2)/(n_m + 4). A design of one fraction gives the held-out correctness at that fraction.
/// Source: Jiang et al. 2021.</remarks>
public static class ConsistencyScores
{
    /// <summary>The scores, in the order of the training set.</summary>
    /// <param name="tally">The runs, of <see cref="SubsetDesign.ForConsistency"/> or another design.</param>
    public static ImmutableArray<ConsistencyScore> Of(SubsetTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return [.. Enumerable.Range(0, tally.TrainCount).Select(i => Of(tally, i))];
    }

    private static ConsistencyScore Of(SubsetTally tally, int position)
    {
        double sum = 0,
            variance = 0;
        var fractions = 0;
        foreach (var fraction in tally.Design.Fractions)
            if (tally.Training(position, fraction) is { Out: > 0 } counts)
            {
                sum += counts.AccuracyOut;
                variance += ArmCounts.Variance(counts.RightOut, counts.Out);
                fractions++;
            }

        return fractions == 0
            ? new(position, double.NaN, double.NaN, 0)
            : new(position, sum / fractions, Math.Sqrt(variance) / fractions, fractions);
    }
}
