using CsCheck;
using Generalization.Measures.LearningOrder;

namespace Generalization.Tests.Measures.LearningOrder;

public class SuspicionScoresTests
{
    /// <summary>Against all pairs, with many equal scores; the error against DeLong's by his own double sum.</summary>
    [Fact]
    public void The_area_is_the_share_of_pairs_in_order() =>
        Gen.Select(Gen.Double[0, 1].Select(x => Math.Round(x, 1)), Gen.Bool)
            .Array[4, 40]
            .Where(a => a.Count(x => x.Item2) is var wrong && wrong >= 2 && a.Length - wrong >= 2)
            .Sample(examples =>
            {
                var wrong = examples.Where(x => x.Item2).Select(x => x.Item1).ToArray();
                var right = examples.Where(x => !x.Item2).Select(x => x.Item1).ToArray();
                double Pair(double w, double r) =>
                    w < r ? 1
                    : w == r ? 0.5
                    : 0;
                var expected = wrong.Average(w => right.Average(r => Pair(w, r)));
                var found = new SuspicionScores("any", [.. examples.Select(x => x.Item1)]).Auroc(examples.Select(x => x.Item2).ToArray());
                found.Value.Should().BeApproximately(expected, 1e-12);
                var ofWrong = wrong.Sum(w => Math.Pow(right.Average(r => Pair(w, r)) - expected, 2)) / (wrong.Length - 1);
                var ofRight = right.Sum(r => Math.Pow(wrong.Average(w => Pair(w, r)) - expected, 2)) / (right.Length - 1);
                // The root of what rounding leaves of 0.
                found.StandardError.Should().BeApproximately(Math.Sqrt(ofWrong / wrong.Length + ofRight / right.Length), 1e-7);
                (found.Low >= 0 && found.High <= 1).Should().BeTrue();
            });

    [Fact]
    public void Perfect_scores_have_1_and_equal_ones_a_half()
    {
        new SuspicionScores("perfect", [1, 2, 3, 4]).Auroc([true, true, false, false]).Value.Should().Be(1);
        new SuspicionScores("wrong way", [4, 3, 2, 1]).Auroc([true, true, false, false]).Value.Should().Be(0);
        new SuspicionScores("equal", [1, 1, 1]).Auroc([true, false, false]).Value.Should().Be(0.5);
    }

    [Fact]
    public void What_cannot_be_told_apart_is_refused()
    {
        var scores = new SuspicionScores("any", [1, 2]);
        FluentActions
            .Invoking(() => scores.Auroc([true, true]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Scores are told apart where some labels are wrong and some are right, but 2 of 2 are wrong; plant noise in a part of the "
                    + "labels.*"
            );
        FluentActions
            .Invoking(() => scores.Auroc([true]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be one answer for each of the 2 scores, but there were 1.*");
        FluentActions
            .Invoking(() => new SuspicionScores("none", []))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The scores none must be of at least one example, but there is none.*");
    }
}
