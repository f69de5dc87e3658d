using Generalization.Measures.Membership;
using Generalization.Randomness;

namespace Generalization.Tests.Measures.Membership;

public class RocCurveTests
{
    /// <summary>All pairs and all thresholds, with many equal scores.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(100000)]
    public void Area_and_rates_are_those_of_all_pairs_and_thresholds(int values)
    {
        var draws = new RandomKey(4, RandomPurpose.Custom).Stream(values);
        double[] members = [.. Enumerable.Range(0, 80).Select(_ => draws.NextInt32(values) + 0.2 * values)];
        double[] others = [.. Enumerable.Range(0, 50).Select(_ => (double)draws.NextInt32(values))];
        var curve = RocCurve.Of(members, others);
        var pairs =
            from m in members
            from o in others
            select m > o ? 1
            : m == o ? 0.5
            : 0;
        curve.Area.Should().BeApproximately(pairs.Average(), 1e-12);
        foreach (var rate in new[] { 0, 0.02, 0.1, 0.5, 1 })
        {
            var best = members
                .Concat(others)
                .Append(double.PositiveInfinity)
                .Where(t => others.Count(o => o >= t) <= rate * others.Length)
                .Max(t => (double)members.Count(m => m >= t) / members.Length);
            curve.TruePositivesAt(rate).Should().Be(best);
        }
    }

    [Fact]
    public void Infinite_scores_are_scores()
    {
        var curve = RocCurve.Of([double.PositiveInfinity, 0], [double.NegativeInfinity, 0]);
        curve.Area.Should().Be(0.875);
        curve.TruePositivesAt(0).Should().Be(0.5);
    }

    [Fact]
    public void What_is_no_curve_is_refused()
    {
        new Action(() => RocCurve.Of([], [1]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A curve needs members and non-members, but there are 0 and 1; give both.");
        new Action(() => RocCurve.Of([double.NaN, 2], [1]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Scores must be numbers, but one is not; leave its example out.");
        new Action(() => RocCurve.Of([1], [0]).TruePositivesAt(double.NaN))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A rate must lie in [0, 1], but was NaN.*");
    }
}
