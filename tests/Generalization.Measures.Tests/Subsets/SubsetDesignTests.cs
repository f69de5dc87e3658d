using Generalization.Measures.Subsets;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.Subsets;

public class SubsetDesignTests
{
    [Theory]
    [InlineData(0.7, 10, 7)]
    [InlineData(0.7, 2000, 1400)]
    [InlineData(0.7, 11, 7)]
    [InlineData(0.29, 100, 29)] // 28.999999999999996 in float64
    [InlineData(0.1, 30, 3)]
    [InlineData(0.5, 3, 1)]
    public void A_run_has_the_whole_part_of_its_share(double fraction, int count, int size)
    {
        var design = new SubsetDesign(1, 3) { Fractions = [fraction] };
        var positions = design.Positions(2, SimpleLearners.Images(count, 1).Train);
        positions.Should().HaveCount(size).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
        positions.Should().OnlyContain(p => p >= 0 && p < count);
    }

    [Fact]
    public void A_subset_is_made_anew_and_more_runs_change_none()
    {
        var train = SimpleLearners.Images(50, 1).Train;
        var (few, many) = (new SubsetDesign(7, 5), new SubsetDesign(7, 500));
        for (var run = 0; run < 5; run++)
        {
            many.Positions(run, train).Should().Equal(few.Positions(run, train));
            many.TrainingSeed(run).Should().Be(few.TrainingSeed(run));
        }

        new SubsetDesign(8, 5).Positions(0, train).Should().NotEqual(few.Positions(0, train));
        Enumerable.Range(0, 5).Select(few.TrainingSeed).Should().OnlyHaveUniqueItems();
    }

    /// <summary>Each example is in 0.7 of 4,000 runs, and each pair in 28/40 · 27/39: 4.5 standard deviations at most.</summary>
    [Fact]
    public void Every_example_and_pair_is_in_as_often_as_chance_has_it()
    {
        const int count = 40,
            runs = 4000;
        var train = SimpleLearners.Images(count, 1).Train;
        var design = new SubsetDesign(11, runs);
        var both = new int[count, count];
        for (var run = 0; run < runs; run++)
        {
            var positions = design.Positions(run, train);
            foreach (var i in positions)
            foreach (var j in positions)
                both[i, j]++;
        }

        for (var i = 0; i < count; i++)
        for (var j = 0; j < count; j++)
        {
            var p = i == j ? 0.7 : 28.0 / 40 * 27 / 39;
            both[i, j].Should().BeCloseTo((int)(p * runs), (uint)(4.5 * Math.Sqrt(p * (1 - p) * runs)));
        }
    }

    /// <summary>The draw belongs to the example and not to its place.</summary>
    [Fact]
    public void A_subset_goes_by_the_examples_indices()
    {
        var train = SimpleLearners.Images(30, 1).Train;
        var reversed = train.Select([.. Enumerable.Range(0, 30).Reverse()]);
        var design = new SubsetDesign(5, 4);
        design
            .Positions(3, reversed)
            .Select(p => reversed.Indices[p])
            .Order()
            .Should()
            .Equal(design.Positions(3, train).Select(p => (uint)p));
    }

    [Fact]
    public void Fractions_take_turns()
    {
        var design = SubsetDesign.ForConsistency(1, 2);
        design.Runs.Should().Be(18);
        Enumerable.Range(0, 18).Select(run => design.SizeOf(run, 100)).Should().Equal([.. Sizes(), .. Sizes()]);

        static int[] Sizes() => [10, 20, 30, 40, 50, 60, 70, 80, 90];
    }

    [Fact]
    public void Bad_designs_are_refused_in_a_sentence()
    {
        Sentence(() => new SubsetDesign(1, 0)).Should().StartWith("The number of runs must lie in [1, 1000000], but was 0.");
        Sentence(() => new SubsetDesign(1, 3) { Fractions = [0.5, 1] })
            .Should()
            .StartWith("Fractions must be numbers above 0 and below 1, no two alike, at least one, but were [0.5, 1].");
        Sentence(() => new SubsetDesign(1, 3) { Fractions = [] })
            .Should()
            .StartWith("Fractions must be numbers above 0 and below 1, no two alike, at least one, but were [].");
        Sentence(() => new SubsetDesign(1, 3) { Fractions = [double.NaN] })
            .Should()
            .StartWith("Fractions must be numbers above 0 and below 1, no two alike, at least one, but were [NaN].");
        Sentence(() => new SubsetDesign(1, 3).FractionOf(3)).Should().StartWith("A run must lie in [0, 2], but was 3.");
        Sentence(() =>
                new SubsetRunner(SimpleLearners.NearestMean(), SimpleLearners.Images(9, 1).Train, null, SubsetDesign.ForConsistency(1, 1))
            )
            .Should()
            .Be("A subset must have an example and leave one out, but 0.1 of 9 are 0; take more examples or another fraction.");
    }

    private static string Sentence(Func<object> act)
    {
        try
        {
            act();
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }

        return "nothing was refused";
    }
}
