using Generalization.Measures.Probabilities;

namespace Generalization.Tests.Measures.Probabilities;

public class InSampleCheckTests
{
    [Fact]
    public void Probabilities_that_give_back_every_label_are_suspected() =>
        InSampleCheck
            .Of(Table(20, 0))
            .Should()
            .Be(
                new InSampleCheck(
                    20,
                    20,
                    true,
                    "All 20 labels are the class of the largest probability, so these probabilities seem to be made by a model that was "
                        + "trained on the same labels, and no label can look wrong. Make them out of sample, for example by "
                        + "cross-validation."
                )
            );

    [Fact]
    public void So_are_those_that_give_back_all_but_a_few_of_many() =>
        InSampleCheck
            .Of(Table(2000, 2))
            .Sentence.Should()
            .StartWith("All but 2 of 2000 labels are the class of the largest probability, so");

    [Theory]
    [InlineData(20, 1)]
    [InlineData(999, 1)]
    [InlineData(2000, 3)]
    public void Others_are_not(int count, int wrong) =>
        InSampleCheck.Of(Table(count, wrong)).Should().Be(new InSampleCheck(count - wrong, count, false, null));

    private static ProbabilityTable Table(int count, int wrong)
    {
        var values = new double[count, 2];
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % 2;
            var likely = i < wrong ? 1 - i % 2 : i % 2;
            (values[i, likely], values[i, 1 - likely]) = (0.9, 0.1);
        }

        return ProbabilityTable.Of(values, labels);
    }
}
