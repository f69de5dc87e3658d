using MathNet.Numerics.Distributions;

namespace Generalization.Tests.Support;

/// <summary>Pearson's test of counts against a uniform distribution.</summary>
internal static class ChiSquare
{
    public static double PValue(IReadOnlyCollection<int> counts)
    {
        var expected = counts.Average();
        var statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        return 1 - ChiSquared.CDF(counts.Count - 1, statistic);
    }
}
