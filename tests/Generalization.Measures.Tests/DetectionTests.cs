using Generalization.Measures;

namespace Generalization.Tests.Measures;

public class DetectionTests
{
    [Fact]
    public void Precision_and_recall_are_shares_with_intervals()
    {
        var found = Detection.Of([true, true, true, false, false], [true, true, false, true, false]);
        found.Should().Be(new Detection(5, 3, 3, 2));
        found.Precision.Should().Be(Estimate.OfShare(2, 3));
        found.Recall.Should().Be(Estimate.OfShare(2, 3));
        found.F1.Should().BeApproximately(2.0 / 3, 1e-15);
        found.ToString().Should().Be("2 of 3 found, 3 flagged");
    }

    [Fact]
    public void A_cut_takes_what_lies_at_it() => Detection.AtCut([3, 2, 1], [true, false, true], 2).Should().Be(new Detection(3, 2, 2, 1));

    [Fact]
    public void Nothing_flagged_has_no_precision_and_nothing_to_find_no_recall()
    {
        Detection.Of([false], [true]).Precision.Should().BeNull();
        Detection.Of([true], [false]).Recall.Should().BeNull();
        Detection.Of([false], [false]).F1.Should().Be(0);
    }

    [Fact]
    public void Other_lengths_are_refused() =>
        new Action(() => Detection.Of([true], []))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("What is flagged and what is true must be of the same examples, but there are 1 and 0.");

    [Fact]
    public void A_score_that_is_no_number_is_refused() =>
        new Action(() => Detection.AtCut([double.NaN], [true], 0))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A score must be a number, but that of example 0 is none; leave the example out.*");
}
