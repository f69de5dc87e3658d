using CsCheck;
using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.Probabilities;

public class StratifiedFoldsTests
{
    [Fact]
    public void Parts_and_each_classs_share_of_them_differ_by_at_most_one() =>
        Gen.Select(Gen.Int[2, 5], Gen.Long[0, 3].Array[5, 60], Gen.ULong)
            .Sample(
                (folds, labels, seed) =>
                {
                    var parts = StratifiedFolds.Of(labels, 4, folds, seed);
                    Spread(parts, folds).Should().BeLessThanOrEqualTo(1);
                    for (var c = 0; c < 4; c++)
                        Spread([.. parts.Where((_, i) => labels[i] == c)], folds).Should().BeLessThanOrEqualTo(1);
                }
            );

    [Fact]
    public void The_seed_and_the_repeat_decide()
    {
        long[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 3L)];
        var parts = StratifiedFolds.Of(labels, 3, 5, 1);
        StratifiedFolds.Of(labels, 3, 5, 1).Should().Equal(parts);
        StratifiedFolds.Of(labels, 3, 5, 2).Should().NotEqual(parts);
        StratifiedFolds.Of(labels, 3, 5, 1, 1).Should().NotEqual(parts);
    }

    [Fact]
    public void More_folds_than_examples_are_refused() =>
        new Action(() => StratifiedFolds.Of([0, 1], 2, 3, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("There must be at least as many examples as folds, but there are 2 examples and 3 folds.*");

    private static int Spread(int[] parts, int folds)
    {
        int[] counts = [.. Enumerable.Range(0, folds).Select(f => parts.Count(p => p == f))];
        return counts.Max() - counts.Min();
    }
}
