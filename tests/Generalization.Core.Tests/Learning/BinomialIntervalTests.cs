using Generalization.Learning;

namespace Generalization.Tests.Learning;

public class BinomialIntervalTests
{
    [Theory]
    // Published examples of Wilson's 95 % interval: Newcombe 1998, table I.
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Gives_the_published_intervals(int successes, int trials, double low, double high)
    {
        var interval = BinomialInterval.Of(successes, trials, 1.959964);
        interval.Low.Should().BeApproximately(low, 5e-5);
        interval.High.Should().BeApproximately(high, 5e-5);
    }

    [Fact]
    public void Holds_the_share_in_997_of_1000_draws_and_mirrors()
    {
        var random = new Random(1);
        var outside = 0;
        for (var draw = 0; draw < 4000; draw++)
        {
            var hits = Enumerable.Range(0, 500).Count(_ => random.NextDouble() < 0.9);
            var (low, high) = BinomialInterval.Of(hits, 500);
            outside += low > 0.9 || high < 0.9 ? 1 : 0;
            BinomialInterval.Of(500 - hits, 500).Low.Should().BeApproximately(1 - high, 1e-12);
        }

        outside.Should().BeInRange(1, 35, "0.3 % of 4,000 are 12");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    public void Refuses_counts_that_are_none(int successes, int trials) =>
        FluentActions.Invoking(() => BinomialInterval.Of(successes, trials)).Should().Throw<ArgumentOutOfRangeException>();
}
