using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Measures.LearningOrder;

namespace Generalization.Tests.Measures.LearningOrder;

public class LearnedExamplesTests
{
    // Five epochs: learned at once and kept; learned at 2 and forgotten twice; never right; learned last; not presented yet.
    private static readonly LearnedExamples Examples = new()
    {
        Presentations = [5, 5, 5, 5, 0],
        ForgettingEvents = [0, 2, 0, 0, 0],
        FirstLearned = [1, 2, 0, 5, 0],
        AreaUnderMargin = [2.5, 0.25, -3, -1, double.NaN],
        MeanProbability = [0.9, 0.5, 0.1, 0.2, double.NaN],
        ProbabilityDeviation = [0.05, 0.25, 0.01, 0.125, double.NaN],
        Correctness = [1, 0.6, 0, 0.2, double.NaN],
        ChangedAsTrue = [],
    };

    [Fact]
    public void The_most_forgotten_are_those_never_learned_and_then_those_most_often_forgotten()
    {
        Examples.MostForgottenFirst().Should().Equal(2, 4, 1, 0, 3);
        (Examples.NeverLearnedCount, Examples.UnforgettableShare).Should().Be((2, 0.4));
    }

    [Fact]
    public void Scores_are_lower_for_what_is_more_suspicious()
    {
        var four = Examples with
        {
            Presentations = Examples.Presentations[..4],
            FirstLearned = Examples.FirstLearned[..4],
            AreaUnderMargin = Examples.AreaUnderMargin[..4],
        };
        four.ByFirstLearned.Values.Should().Equal(-1, -2, -6, -5);
        four.ByAreaUnderMargin.MostSuspiciousFirst().Should().Equal(2, 3, 1, 0);
        FluentActions
            .Invoking(() => Examples.ByAreaUnderMargin)
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The scores area-under-margin must be numbers, but that of example 4 is not; train at least one whole epoch without a loss "
                    + "that is not finite.*"
            );
    }

    [Fact]
    public void The_table_has_a_row_for_each_example_and_nothing_where_there_is_no_number()
    {
        var train = new SyntheticImages(new ImageShape(1, 2, 2), 2).Create(6, 2, seed: 1).Train.Select([1, 2, 3, 4, 5]);
        Examples
            .ToCsv(train)
            .Should()
            .Be(
                "index,label,presentations,forgettingEvents,neverLearned,firstLearned,areaUnderMargin,meanProbability,"
                    + "probabilityDeviation,correctness\n"
                    + "1,class 1,5,0,false,1,2.5,0.9,0.05,1\n"
                    + "2,class 0,5,2,false,2,0.25,0.5,0.25,0.6\n"
                    + "3,class 1,5,0,true,,-3,0.1,0.01,0\n"
                    + "4,class 0,5,0,false,5,-1,0.2,0.125,0.2\n"
                    + "5,class 1,0,0,true,,,,,\n"
            );
        FluentActions
            .Invoking(() => Examples.ToCsv(train.Take(2)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The order of learning is of 5 examples, but synthetic has 2; give the training set itself.*");
    }
}
