namespace Generalization.Measures.Membership;

/// <summary>Mean and variance of each example's φ over the runs with it, or without it, from which a run can be left out.</summary>
/// <remarks>Takes 28 bytes for each example.</remarks>
internal sealed class ConfidenceMoments(int examples)
{
    private readonly int[] counts = new int[examples];

    // Sums of differences to the first value, so that squares do not cancel.
    private readonly double[] origins = new double[examples],
        sums = new double[examples],
        squares = new double[examples];

    public void Add(int example, double value)
    {
        if (counts[example]++ == 0)
            origins[example] = value;
        var difference = value - origins[example];
        sums[example] += difference;
        squares[example] += difference * difference;
    }

    /// <summary>Count, mean and sum of squared deviations, without a value where one is given.</summary>
    public (int Count, double Mean, double Deviations) Of(int example, double? without = null)
    {
        var (count, sum, square) = (counts[example], sums[example], squares[example]);
        if (without is { } value)
        {
            var difference = value - origins[example];
            (count, sum, square) = (count - 1, sum - difference, square - difference * difference);
        }

        return count == 0 ? (0, double.NaN, 0) : (count, origins[example] + sum / count, Math.Max(0, square - sum * sum / count));
    }
}
