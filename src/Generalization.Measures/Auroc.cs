namespace Generalization.Measures;

/// <summary>The area under the receiver's operating curve: how often a positive's score is above a negative's.</summary>
/// <remarks>(1/(m n)) Σᵢ Σⱼ [sᵢ &gt; sⱼ] + ½ [sᵢ = sⱼ], over m positives i and n negatives j: 1 is perfect, 0.5 is chance. Computed by
/// sorting.</remarks>
public static class Auroc
{
    /// <summary>The area, with the interval that follows from how the scores scatter.</summary>
    /// <remarks>The standard error is √(s₁²/m + s₀²/n), s₁² and s₀² the variances of each positive's, and each negative's, own share of
    /// pairs won; the interval is 1.96 of them to both sides, within 0..1. Where all pairs are won it has no width, which few examples do
    /// not bear out. Source: DeLong, DeLong and Clarke-Pearson 1988.</remarks>
    /// <param name="scores">The higher, the more positive; infinite ones are allowed.</param>
    /// <param name="positives">Which examples are positive; at least one is and one is not.</param>
    /// <returns>The area, in 0..1; its count is that of all examples.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is not a number, or all examples are alike.</exception>
    public static Estimate Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives)
    {
        var ranked = RankedScores.Of(scores, positives);
        double m = ranked.Positives,
            n = ranked.Negatives;
        if (m == 0 || n == 0)
            throw new ArgumentException(
                $"The area under the curve needs positives and negatives, but {ranked.Positives} of "
                    + $"{positives.Length} examples are positive; give "
                    + "both kinds."
            );
        double area = 0,
            ofPositives = 0,
            ofNegatives = 0,
            seen = 0;
        foreach (var tie in ranked.Ties)
        {
            double wins = n - (tie.First - seen) - (tie.Count - tie.Positives) / 2.0,
                above = seen + tie.Positives / 2.0;
            area += tie.Positives * wins / (m * n);
            ofPositives += tie.Positives * (wins / n) * (wins / n);
            ofNegatives += (tie.Count - tie.Positives) * (above / m) * (above / m);
            seen += tie.Positives;
        }

        var error = Math.Sqrt(Variance(ofPositives, area, m) / m + Variance(ofNegatives, area, n) / n);
        var half = Estimate.NormalDeviations * error;
        return new(area, error, Math.Max(0, area - half), Math.Min(1, area + half), positives.Length);
    }

    // The mean of both kinds' shares is the area itself.
    private static double Variance(double squares, double mean, double count) =>
        count > 1 ? Math.Max(0, (squares - count * mean * mean) / (count - 1)) : 0;
}
