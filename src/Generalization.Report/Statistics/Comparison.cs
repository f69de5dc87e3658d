using MathNet.Numerics.Distributions;

namespace Generalization.Report.Statistics;

/// <summary>Compares the mean of runs with one published run of the same experiment.</summary>
public static class Comparison
{
    private const double Level = 0.975;

    // A difference of a margin exactly is within it, whatever the last bit of a subtraction says.
    private const double Rounding = 1e-12;

    /// <summary>The half-width of a 95 % prediction interval: h = t · s · √(1 + 1/n), t the 0.975 quantile of Student's distribution with ν
    /// degrees of freedom.</summary>
    /// <remarks>The 1 is for the published value, which is one draw too.</remarks>
    /// <param name="spread">s and ν.</param>
    /// <param name="count">n, the number of runs in the mean, at least 1.</param>
    /// <returns>h; infinite where ν is 0.</returns>
    public static double HalfWidth(PooledSpread spread, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return spread.DegreesOfFreedom == 0
            ? double.PositiveInfinity
            : StudentT.InvCDF(0, 1, spread.DegreesOfFreedom, Level) * spread.Deviation * Math.Sqrt(1 + 1.0 / count);
    }

    /// <summary>Agrees where |d| + h ≤ m, differs where |d| − h > m, and is inconclusive else.</summary>
    /// <param name="difference">d, the mean minus the published value.</param>
    /// <param name="margin">m, how far two values may lie apart and still agree; at least 0.</param>
    /// <param name="halfWidth">h; infinite where nothing is known of the scatter.</param>
    public static Agreement Of(double difference, double margin, double halfWidth)
    {
        var distance = Math.Abs(difference);
        return distance + halfWidth <= margin + Rounding ? Agreement.Agrees
            : distance - halfWidth > margin + Rounding ? Agreement.Differs
            : Agreement.Inconclusive;
    }

    /// <summary>The standard deviation of an accuracy that n independent examples measure: √(p(1 − p)/n).</summary>
    /// <param name="accuracy">p, in 0..1.</param>
    /// <param name="count">n, at least 1.</param>
    public static double BinomialDeviation(double accuracy, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Math.Sqrt(Math.Max(0, accuracy * (1 - accuracy)) / count);
    }
}
