using MathNet.Numerics.Distributions;

namespace Generalization.Measures;

/// <summary>McNemar's exact test: whether two classifiers err equally often on the same examples.</summary>
/// <remarks>Of the b + c examples that one alone gets right, each falls to either with probability 1/2 where they are equally good. Source:
/// McNemar 1947.</remarks>
public static class McNemar
{
    /// <summary>The two-sided p-value, min(1, 2·P(X ≤ min(b, c))), X ~ Binomial(b + c, 1/2).</summary>
    /// <param name="onlyFirst">b, the examples that the first alone gets right; at least 0.</param>
    /// <param name="onlySecond">c, the examples that the second alone gets right; at least 0.</param>
    /// <returns>p, in (0, 1]; 1 where there is no such example.</returns>
    public static double PValue(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var count = onlyFirst + onlySecond;
        return count == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, count, Math.Min(onlyFirst, onlySecond)));
    }
}
