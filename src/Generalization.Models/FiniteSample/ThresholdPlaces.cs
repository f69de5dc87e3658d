namespace Generalization.Models.FiniteSample;

/// <summary>Where the thresholds lie: a fraction of the smaller neighbouring gap after the previous point.</summary>
internal static class ThresholdPlaces
{
    public static double[] Of(double[] x, double fraction, double first)
    {
        var thresholds = new double[x.Length];
        thresholds[0] = first;
        for (var j = 1; j < x.Length; j++)
        {
            var gap = Math.Min(x[j] - x[j - 1], x[j - 1] - (j == 1 ? thresholds[0] : x[j - 2]));
            // In a gap of a few spacings the fraction rounds to nothing; the next number is then a quarter of the gap at most.
            thresholds[j] = Math.Max(x[j - 1] + fraction * gap, Math.BitIncrement(x[j - 1]));
        }

        return thresholds;
    }

    // The first piece is about as long as the mean gap, a power of two so that it is exact on a dyadic grid.
    public static double First(double[] x)
    {
        var range = x[^1] - x[0];
        var mean = range > 0 ? range / (x.Length - 1) : Math.Max(1, Math.Abs(x[0]));
        var spacing = Math.BitIncrement(Math.Abs(x[0])) - Math.Abs(x[0]);
        return x[0] - Math.ScaleB(1, Math.ILogB(Math.Max(mean, 8 * spacing)));
    }
}
