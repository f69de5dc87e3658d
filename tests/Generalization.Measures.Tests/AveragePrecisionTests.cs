using CsCheck;
using Generalization.Measures;
using Generalization.Randomness;

namespace Generalization.Tests.Measures;

public class AveragePrecisionTests
{
    /// <summary>By hand, as scikit-learn's example: 0.8333.</summary>
    [Fact]
    public void By_hand() =>
        AveragePrecision.Of([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).Should().BeApproximately(5.0 / 6, 1e-15);

    [Fact]
    public void It_is_the_mean_precision_at_each_cut_weighted_by_the_recall_that_it_adds() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 20], Gen.ULong)
            .Sample(
                (n, values, seed) =>
                {
                    var stream = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
                    double[] scores = [.. Enumerable.Range(0, n).Select(_ => (double)stream.NextInt32(values))];
                    bool[] positives = [.. Enumerable.Range(0, n).Select(i => i == 0 || stream.NextInt32(3) == 0)];
                    double sum = 0,
                        before = 0;
                    foreach (var cut in scores.Distinct().OrderDescending())
                    {
                        var found = Detection.AtCut(scores, positives, cut);
                        sum += (found.Recall!.Value - before) * found.Precision!.Value;
                        before = found.Recall.Value;
                    }

                    AveragePrecision.Of(scores, positives).Should().BeApproximately(sum, 1e-12);
                }
            );

    [Fact]
    public void Nothing_to_find_is_refused() =>
        new Action(() => AveragePrecision.Of([1, 2], [false, false]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Average precision needs a positive example, but none of 2 is; give at least one.*");
}
