using Generalization.Measures.LabelErrors;

namespace Generalization.Tests.Measures.LabelErrors;

public class LabelIssuesTests
{
    private static readonly LabelScore[] Scores =
    [
        new(0, 0, 1, 0.5, LabelMethods.LeaveOneOut) { NormalizedMargin = -0.5 },
        new(1, 1, 0, 0.9, LabelMethods.LeaveOneOut | LabelMethods.AreaUnderMargin),
        new(2, 2, 2, -1, LabelMethods.None) { SelfConfidence = 0.8 },
        new(3, 0, 2, 0.5, LabelMethods.AreaUnderMargin),
    ];

    [Fact]
    public void The_most_suspicious_come_first_and_equal_ones_by_position()
    {
        var issues = LabelIssues.Of(Scores);
        issues.Issues.Select(i => (i.Rank, i.Example)).Should().Equal((1, 1), (2, 0), (3, 3), (4, 2));
        issues.Examined.Should().Be(4);
        issues.Cut.ToString().Should().Be("all");
    }

    [Fact]
    public void A_cut_asks_who_flags_how_suspicious_and_how_many()
    {
        Examples(new() { AnyOf = LabelMethods.LeaveOneOut }).Should().Equal(1, 0);
        Examples(new() { AllOf = LabelMethods.LeaveOneOut | LabelMethods.AreaUnderMargin }).Should().Equal(1);
        Examples(new() { LeastSuspicion = 0.5 }).Should().Equal(1, 0, 3);
        Examples(new() { LeastSuspicion = 0.5, Most = 2 }).Should().Equal(1, 0);
    }

    [Fact]
    public void A_cut_says_what_it_is()
    {
        new LabelCut { AnyOf = LabelMethods.LeaveOneOut | LabelMethods.Other, Most = 10 }
            .ToString()
            .Should()
            .Be("flagged by LeaveOneOut or Other, at most 10");
        new LabelCut { AllOf = LabelMethods.LeaveOneOut | LabelMethods.Other, LeastSuspicion = 0.25 }
            .ToString()
            .Should()
            .Be("flagged by LeaveOneOut and Other, of a suspicion of at least 0.25");
    }

    [Fact]
    public void The_mask_and_the_table_are_of_the_issues()
    {
        var issues = LabelIssues.Of(Scores, new() { LeastSuspicion = 0.5, Most = 2 });
        issues.Mask(4).Should().Equal(true, true, false, false);
        issues
            .ToCsv(["cat", "dog", "=cow"])
            .Should()
            .Be(
                "rank,example,given,suggested,suspicion,self_confidence,normalized_margin,flagged_by\n"
                    + "1,1,dog,cat,0.9,,,LeaveOneOut AreaUnderMargin\n"
                    + "2,0,cat,dog,0.5,,-0.5,LeaveOneOut\n"
            );
        new Action(() => LabelIssues.Of(Scores).Mask(3))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("There must be an example for each issue, but there are 3 and an issue is of example 3.*");
    }

    [Fact]
    public void Two_sources_join()
    {
        LabelScore[] others =
        [
            .. Scores.Reverse().Select(s => s with { Suspicion = 7, FlaggedBy = LabelMethods.Other, SelfConfidence = 0.25 }),
        ];
        var joined = LabelIssues.Join(Scores, others);
        joined.Select(s => s.Example).Should().Equal(0, 1, 2, 3);
        joined.Select(s => s.Suspicion).Should().Equal(0.5, 0.9, -1, 0.5);
        joined[1].FlaggedBy.Should().Be(LabelMethods.LeaveOneOut | LabelMethods.AreaUnderMargin | LabelMethods.Other);
        joined.Select(s => s.SelfConfidence).Should().Equal(0.25, 0.25, 0.8, 0.25);
    }

    [Fact]
    public void Other_examples_or_labels_do_not_join()
    {
        new Action(() => LabelIssues.Join(Scores, Scores[..3]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Scores must be of the same examples, but there are 4 and 3; score all of them by both.*");
        LabelScore[] others = [.. Scores.Select(s => s with { Given = 2 })];
        new Action(() => LabelIssues.Join(Scores, others))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Scores must be of the same examples and labels, but example 0 has another label in the second or none.*");
    }

    [Fact]
    public void Two_scores_of_one_example_are_refused() =>
        new Action(() => LabelIssues.Of([Scores[1], Scores[1]]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be one score for an example, but example 1 has two; join them with Join.*");

    [Fact]
    public void A_suspicion_that_is_no_number_is_refused() =>
        new Action(() => _ = new LabelScore(4, 0, 0, double.NaN, 0))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A suspicion must be a number, but that of example 4 is none; leave the example out.*");

    private static IEnumerable<int> Examples(LabelCut cut) => LabelIssues.Of(Scores, cut).Issues.Select(i => i.Example);
}
