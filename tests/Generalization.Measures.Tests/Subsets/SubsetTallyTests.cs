using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Measures.Subsets;
using Generalization.Randomness;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.Subsets;

/// <summary>Counts and scores against loops over the runs.</summary>
public class SubsetTallyTests
{
    private const int Count = 30,
        Tests = 90,
        Runs = 150;

    private static readonly Dataset Train = SimpleLearners.Images(Count, 1).Train;

    [Fact]
    public void Counts_are_those_of_a_loop()
    {
        var (design, runs) = Coins(new SubsetDesign(3, Runs));
        var tally = SubsetTally.Of(runs);
        var memorization = MemorizationScores.Of(tally);
        foreach (var i in new[] { 0, 13, Count - 1 })
        {
            var expected = Counted(design, runs, i, run => run.TrainRight[i], _ => true);
            tally.Training(i).Should().Be(expected);
            memorization[i].Should().Be(new MemorizationScore(i, expected));
            memorization[i].Score.Should().Be((double)expected.RightIn / expected.In - (double)expected.RightOut / expected.Out);
            foreach (var j in new[] { 0, 64, Tests - 1 })
            {
                tally.Test(i, j).Should().Be(Counted(design, runs, i, run => run.TestRight[j], _ => true));
                InfluencePairs.On(tally, j)[i].Counts.Should().Be(tally.Test(i, j));
            }
        }
    }

    [Fact]
    public void A_consistency_score_is_the_mean_over_fractions()
    {
        var (design, runs) = Coins(SubsetDesign.ForConsistency(3, 12));
        var tally = SubsetTally.Of(runs);
        foreach (var score in ConsistencyScores.Of(tally))
        {
            var arms = design
                .Fractions.Select(f =>
                    Counted(design, runs, score.Position, run => run.TrainRight[score.Position], run => design.FractionOf(run) == f)
                )
                .ToArray();
            arms.Should().Equal(design.Fractions.Select(f => tally.Training(score.Position, f)));
            var held = arms.Where(a => a.Out > 0).ToArray();
            score.Fractions.Should().Be(held.Length);
            score.Score.Should().BeApproximately(held.Average(a => a.AccuracyOut), 1e-14);
            var p = held.Select(a => (a.RightOut + 2.0) / (a.Out + 4)).ToArray();
            score.StandardError.Should().BeApproximately(Math.Sqrt(held.Zip(p, (a, q) => q * (1 - q) / a.Out).Sum()) / held.Length, 1e-14);
        }
    }

    /// <summary>Every pair by a loop, then filtered and sorted.</summary>
    [Fact]
    public void Pairs_are_those_of_a_loop()
    {
        var (_, runs) = Coins(new SubsetDesign(3, Runs));
        var tally = SubsetTally.Of(runs);
        var all = (
            from test in Enumerable.Range(0, Tests)
            from train in Enumerable.Range(0, Count)
            let pair = new InfluencePair(train, test, tally.Test(train, test), tally.Training(train).Difference)
            where pair.Memorization >= 0 && pair.Influence >= 0.1
            orderby pair.Influence descending, test, train
            select pair
        ).ToArray();
        var found = InfluencePairs.Of(
            tally,
            new()
            {
                LeastMemorization = 0,
                LeastInfluence = 0.1,
                Most = 40,
            }
        );
        found.Pairs.Should().Equal(all[..40]);
        found.Found.Should().Be(all.Length);
        found.Looked.Should().Be(Tests * Enumerable.Range(0, Count).Count(i => tally.Training(i).Difference >= 0));
        // Coins have no influence: what is found is chance, and foretold.
        found.ExpectedByChance.Should().BeApproximately(all.Length, 0.25 * all.Length);
    }

    [Fact]
    public void An_empty_arm_says_nothing()
    {
        var one = new SubsetDesign(3, 1);
        var tally = SubsetTally.Of(Coins(one).Runs);
        var (inside, outside) = (one.Positions(0, Train)[0], Enumerable.Range(0, Count).Except(one.Positions(0, Train)).First());
        MemorizationScores.Of(tally).Should().OnlyContain(m => double.IsNaN(m.Score) && double.IsNaN(m.StandardError));
        ConsistencyScores.Of(tally)[inside].Should().Be(new ConsistencyScore(inside, double.NaN, double.NaN, 0));
        ConsistencyScores.Of(tally)[outside].Fractions.Should().Be(1);
        InfluencePairs.Of(tally).Pairs.Should().BeEmpty();
    }

    /// <summary>By hand: 3 of 4 in, 0 of 2 out; p is 5/8 and 2/6.</summary>
    [Fact]
    public void The_standard_error_is_of_both_arms()
    {
        var counts = new ArmCounts(3, 4, 0, 2);
        counts.Difference.Should().Be(0.75);
        new ArmCounts(140, 140, 60, 60).StandardError.Should().BeApproximately(0.02454, 1e-5);
        counts.StandardError.Should().BeApproximately(Math.Sqrt(0.625 * 0.375 / 4 + 1.0 / 3 * (2.0 / 3) / 2), 1e-15);
    }

    [Fact]
    public void Several_fractions_need_a_name()
    {
        var tally = SubsetTally.Of(Coins(new SubsetDesign(3, 8) { Fractions = [0.5, 0.7] }).Runs);
        new Action(() => MemorizationScores.Of(tally))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Runs with and without an example must have one fraction, but the design has 0.5, 0.7; name one of them.*");
        new Action(() => MemorizationScores.Of(tally, 0.6))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The fraction must be one of the design's, 0.5, 0.7, but was 0.6.*");
        MemorizationScores.Of(tally, 0.7)[0].Counts.In.Should().BeLessThanOrEqualTo(4);
    }

    [Fact]
    public void Runs_that_do_not_fit_are_refused()
    {
        var run = new SubsetRun(0, [true], [], [], [], 0);
        new Action(() => SubsetRuns.Of(new(1, 2), Train, [run]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "Each run must have a value for each of 30 training and 0 test examples, and all runs φ or none, "
                    + "but run 0 has 1 and 0, with 0 φ."
            );
        new Action(() => SubsetRuns.Of(new(1, 2), Train, [run, run]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("There must be runs, each of another number, but 2 were given, or two of one number.");
    }

    private static (SubsetDesign Design, SubsetRuns Runs) Coins(SubsetDesign design)
    {
        var key = new RandomKey(9, RandomPurpose.Custom);
        var runs = Enumerable
            .Range(0, design.Runs)
            .Select(run =>
            {
                var draws = key.Stream(run);
                return new SubsetRun(run, Flip(Count), Flip(Tests), [], [], 0);

                ImmutableArray<bool> Flip(int count) => [.. Enumerable.Range(0, count).Select(_ => draws.NextInt32(2) == 0)];
            });
        return (design, SubsetRuns.Of(design, Train, runs));
    }

    private static ArmCounts Counted(SubsetDesign design, SubsetRuns runs, int i, Func<SubsetRun, bool> right, Func<int, bool> counts)
    {
        int rightIn = 0,
            inside = 0,
            rightOut = 0,
            outside = 0;
        foreach (var run in runs.Read().Where(r => counts(r.Number)))
            if (design.Positions(run.Number, Train).Contains(i))
                (inside, rightIn) = (inside + 1, rightIn + (right(run) ? 1 : 0));
            else
                (outside, rightOut) = (outside + 1, rightOut + (right(run) ? 1 : 0));
        return new(rightIn, inside, rightOut, outside);
    }
}
