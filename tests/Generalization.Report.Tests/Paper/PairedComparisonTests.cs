using System.Collections.Immutable;
using Generalization.Report.Paper;

namespace Generalization.Tests.Paper;

public class PairedComparisonTests
{
    private static TestOutcomes Outcomes(ImmutableArray<int> labels, Func<int, bool> right) =>
        new(labels, [.. labels.Select((label, i) => right(i) ? label : label + 1)]);

    [Fact]
    public void Only_images_that_one_alone_gets_right_count()
    {
        ImmutableArray<int> labels = [.. Enumerable.Range(0, 1000).Select(i => i % 10)];
        var paired = PairedComparison.Of(Outcomes(labels, i => i < 508), Outcomes(labels, i => i is >= 8 and < 510))!;
        (paired.Count, paired.OnlyFirst, paired.OnlySecond).Should().Be((1000, 8, 2));
        paired.PValue.Should().BeApproximately(0.109375, 1e-12);
        paired
            .Sentence("with BatchNorm", "without it")
            .Should()
            .Be(
                "Of the same 1,000 test images, at both ends, 8 are right with BatchNorm alone and 2 without it alone: networks that are "
                    + "equally good differ so much in 11 % of cases (McNemar's exact test)."
            );
        PairedComparison
            .Of(Outcomes(labels, _ => true), Outcomes(labels, _ => false))!
            .Sentence("a", "b")
            .Should()
            .EndWith("differ so much less than once in 1,000 times (McNemar's exact test).");
    }

    [Theory]
    [InlineData(5, 5, "in 100 % of cases")]
    [InlineData(20, 1, "less than once in 1,000 times")]
    [InlineData(10, 0, "in 0.2 % of cases")]
    [InlineData(8, 0, "in 0.78 % of cases")]
    [InlineData(7, 0, "in 1.6 % of cases")]
    public void A_share_is_said_without_an_exponent(int onlyFirst, int onlySecond, string words) =>
        new PairedComparison(100, onlyFirst, onlySecond).Sentence("a", "b").Should().EndWith($"{words} (McNemar's exact test).");

    [Fact]
    public void Other_images_are_not_compared()
    {
        var one = Outcomes([0, 1, 2], _ => true);
        PairedComparison.Of(one, Outcomes([0, 1, 3], _ => true)).Should().BeNull();
        PairedComparison.Of(one, null).Should().BeNull();
        PairedComparison.Of(null, one).Should().BeNull();
    }
}
