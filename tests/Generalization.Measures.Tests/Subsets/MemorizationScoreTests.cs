using Generalization.Measures.Subsets;
using MathNet.Numerics.Distributions;

namespace Generalization.Tests.Measures.Subsets;

public class MemorizationScoreTests
{
    /// <summary>The table of docs/measures.md: how many examples 24 and 200 runs would count as memorized, in per cent, by the score alone
    /// and by what is left of it less two standard errors.</summary>
    [Theory]
    [InlineData(24, 1, 0.95, 4.6, 0.01)]
    [InlineData(24, 0.9, 0.9, 5.3, 0.01)]
    [InlineData(24, 1, 0.9, 13.7, 0.05)]
    [InlineData(24, 1, 0.5, 91.5, 19.4)]
    [InlineData(24, 1, 0, 100, 99.8)]
    [InlineData(200, 1, 0.95, 0, 0)]
    [InlineData(200, 0.9, 0.9, 0, 0)]
    [InlineData(200, 1, 0.9, 0.06, 0)]
    [InlineData(200, 1, 0.5, 100, 96.8)]
    [InlineData(200, 1, 0, 100, 100)]
    public void Chance_counts_few_once_two_standard_errors_are_taken_off(int runs, double with, double without, double raw, double low)
    {
        double byScore = 0,
            byLow = 0,
            all = 0;
        for (var n = 1; n < runs; n++)
        {
            var arms = Binomial.PMF(SubsetDesign.UsualFraction, runs, n);
            for (var a = 0; a <= n; a++)
            for (var b = 0; b <= runs - n; b++)
            {
                var share = arms * Binomial.PMF(with, n, a) * Binomial.PMF(without, runs - n, b);
                if (share < 1e-14)
                    continue;
                var score = new MemorizationScore(0, new ArmCounts(a, n, b, runs - n));
                all += share;
                byScore += score.Score >= 0.25 - 1e-12 ? share : 0;
                byLow += score.Low >= 0.25 ? share : 0;
            }
        }

        (100 * byScore / all).Should().BeApproximately(raw, Rounding(raw));
        (100 * byLow / all).Should().BeApproximately(low, Rounding(low));
    }

    // As many digits as the table has.
    private static double Rounding(double printed) => printed is < 1 ? 0.0051 : 0.051;
}
