using CsCheck;
using Generalization.Measures;
using Generalization.Randomness;

namespace Generalization.Tests.Measures;

public class AurocTests
{
    private static Gen<(double[] Scores, bool[] Positives)> Any { get; } =
        Gen.Select(Gen.Int[2, 50], Gen.Int[1, 30], Gen.ULong)
            .Select(
                (n, values, seed) =>
                {
                    var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
                    var scores = new double[n];
                    var positives = new bool[n];
                    for (var i = 0; i < n; i++)
                        (scores[i], positives[i]) = (stream.NextInt32(values) - values / 2, stream.NextInt32(2) == 0);
                    (positives[0], positives[1]) = (true, false);
                    return (scores, positives);
                }
            );

    [Fact]
    public void The_area_is_the_share_of_pairs_that_are_in_order_and_ties_are_half() =>
        Any.Sample(sample =>
        {
            var (share, variance) = Slow(sample.Scores, sample.Positives);
            var estimate = Auroc.Of(sample.Scores, sample.Positives);
            estimate.Value.Should().BeApproximately(share, 1e-12);
            // The root of what rounding leaves of 0.
            estimate.StandardError.Should().BeApproximately(Math.Sqrt(variance), 1e-7);
        });

    [Fact]
    public void By_hand()
    {
        // Pairs: 3 > 2, 3 > 1, 2 = 2, 2 > 1 of four.
        var estimate = Auroc.Of([3, 2, 2, 1], [true, true, false, false]);
        estimate.Value.Should().Be(3.5 / 4);
        // Each positive's share is 1 and 3/4, each negative's 3/4 and 1: both variances are 1/32.
        estimate.StandardError.Should().BeApproximately(Math.Sqrt(1.0 / 32), 1e-15);
        estimate.High.Should().Be(1);
        estimate.Count.Should().Be(4);
    }

    [Fact]
    public void Infinite_scores_are_ordered() =>
        Auroc.Of([double.PositiveInfinity, 0, double.NegativeInfinity], [true, false, false]).Value.Should().Be(1);

    [Theory]
    [InlineData(true, true, "The area under the curve needs positives and negatives, but 2 of 2 examples are positive; give both kinds.")]
    [InlineData(false, false, "The area under the curve needs positives and negatives, but 0 of 2 examples are positive; give both kinds.")]
    public void One_kind_alone_is_refused(bool first, bool second, string sentence) =>
        new Action(() => Auroc.Of([1, 2], [first, second])).Should().Throw<ArgumentException>().WithMessage(sentence);

    [Fact]
    public void A_score_that_is_no_number_is_refused() =>
        new Action(() => Auroc.Of([1, double.NaN], [true, false]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A score must be a number, but that of example 1 is none; leave the example out.");

    [Fact]
    public void Other_lengths_are_refused() =>
        new Action(() => Auroc.Of([1, 2, 3], [true, false]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be a truth for each score, but there are 3 scores and 2 truths; give both for the same examples.");

    // Pair by pair; the variance of DeLong and others from each example's own share of pairs.
    private static (double Share, double Variance) Slow(double[] scores, bool[] positives)
    {
        int[] plus = [.. Enumerable.Range(0, scores.Length).Where(i => positives[i])];
        int[] minus = [.. Enumerable.Range(0, scores.Length).Where(i => !positives[i])];
        double Wins(int i, int j) =>
            scores[i] > scores[j] ? 1
            : scores[i] == scores[j] ? 0.5
            : 0;
        double[] ofPlus = [.. plus.Select(i => minus.Average(j => Wins(i, j)))];
        double[] ofMinus = [.. minus.Select(j => plus.Average(i => Wins(i, j)))];
        return (ofPlus.Average(), Variance(ofPlus) / plus.Length + Variance(ofMinus) / minus.Length);
    }

    private static double Variance(double[] values) =>
        values.Length < 2 ? 0 : values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1);
}
