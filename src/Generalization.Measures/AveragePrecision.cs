namespace Generalization.Measures;

/// <summary>The mean precision over all cuts of a ranking, each weighted by the recall that it adds.</summary>
/// <remarks>Σ (Rₜ − Rₜ₋₁) Pₜ over the distinct scores t, falling; equal scores are one cut. 1 is perfect; the share of positives is
/// chance.</remarks>
public static class AveragePrecision
{
    /// <summary>The average precision.</summary>
    /// <param name="scores">The higher, the more positive; infinite ones are allowed.</param>
    /// <param name="positives">Which examples are positive; at least one.</param>
    /// <returns>In 0..1.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is not a number, or no example is positive.</exception>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives)
    {
        var ranked = RankedScores.Of(scores, positives);
        if (ranked.Positives == 0)
            throw new ArgumentException(
                $"Average precision needs a positive example, but none of {positives.Length} is; give at least one.",
                nameof(positives)
            );
        double sum = 0;
        var found = 0;
        foreach (var tie in ranked.Ties)
        {
            found += tie.Positives;
            sum += tie.Positives * ((double)found / (tie.First + tie.Count));
        }

        return sum / ranked.Positives;
    }
}
