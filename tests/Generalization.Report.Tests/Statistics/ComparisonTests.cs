using Generalization.Report.Statistics;

namespace Generalization.Tests.Statistics;

public class ComparisonTests
{
    [Fact]
    public void The_spread_is_pooled_over_groups_and_single_runs_add_nothing()
    {
        var spread = PooledSpread.Of([
            [0.50, 0.52],
            [0.70, 0.70, 0.73],
            [0.9],
        ]);
        // (2·0.01² + (2·0.01² + 0.02²)) / 3 over the groups' means.
        spread.DegreesOfFreedom.Should().Be(3);
        spread.Deviation.Should().BeApproximately(Math.Sqrt((2e-4 + 6e-4) / 3), 1e-12);
    }

    [Theory]
    [InlineData(1, 12.7062)]
    [InlineData(4, 2.7764)]
    [InlineData(30, 2.0423)]
    public void The_half_width_uses_Students_quantile(int freedom, double quantile) =>
        Comparison.HalfWidth(new PooledSpread(1, freedom), 3).Should().BeApproximately(quantile * Math.Sqrt(4.0 / 3), 1e-3);

    [Fact]
    public void Without_two_runs_of_anything_nothing_is_concluded() =>
        Comparison
            .Of(
                0,
                0.02,
                Comparison.HalfWidth(
                    PooledSpread.Of([
                        [0.5],
                        [0.7],
                    ]),
                    1
                )
            )
            .Should()
            .Be(Agreement.Inconclusive);

    /// <summary>Seeds at 0.35 and 0.75 have a mean near 50.51 % and tell nothing.</summary>
    [Fact]
    public void Scatter_is_not_rewarded()
    {
        var spread = PooledSpread.Of([
            [0.35, 0.75],
        ]);
        Comparison.Of(0.55 - 0.5051, 0.02, Comparison.HalfWidth(spread, 2)).Should().Be(Agreement.Inconclusive);
    }

    [Theory]
    [InlineData(0.005, 0.01, Agreement.Agrees)]
    [InlineData(0.015, 0.01, Agreement.Inconclusive)]
    [InlineData(0.031, 0.01, Agreement.Differs)]
    [InlineData(-0.031, 0.01, Agreement.Differs)]
    [InlineData(0.02, 0, Agreement.Agrees)]
    public void The_margin_is_two_points(double difference, double halfWidth, Agreement agreement) =>
        Comparison.Of(difference, 0.02, halfWidth).Should().Be(agreement);

    [Fact]
    public void The_spread_is_never_below_the_test_sets_own_error() =>
        new PooledSpread(0.001, 4).AtLeast(Comparison.BinomialDeviation(0.5, 10_000)).Deviation.Should().BeApproximately(0.005, 1e-12);
}
