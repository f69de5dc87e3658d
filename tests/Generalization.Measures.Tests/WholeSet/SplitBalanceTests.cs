using Generalization.Data;
using Generalization.Measures.WholeSet;

namespace Generalization.Tests.Measures.WholeSet;

public class SplitBalanceTests
{
    [Fact]
    public void Classes_that_one_set_lacks_are_named()
    {
        var balance = SplitBalance.Of(Data([0, 0, 1, 1], [1, 2]));
        balance.OnlyInTrain.Should().Equal(0);
        balance.OnlyInTest.Should().Equal(2);
        balance.InNeither.Should().Equal(3);
        // Shares ½ ½ 0 0 and 0 ½ ½ 0.
        balance.Distance.Should().BeApproximately(0.5, 1e-15);
    }

    [Theory]
    [InlineData(new long[] { 1, 1 }, new long[] { 0, 1 }, "The training set")]
    [InlineData(new long[] { 0, 1 }, new long[] { 1, 1 }, "The test set")]
    public void A_set_of_one_class_is_refused(long[] train, long[] test, string which) =>
        new Action(() => SplitBalance.Of(Data(train, test)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"{which} must have examples of at least two classes, but all 2 of few are of class 1 (b); draw the sets from all classes.*"
            );

    private static TrainTestData Data(long[] train, long[] test) => new(Set(DatasetSplit.Train, train), Set(DatasetSplit.Test, test));

    private static Dataset Set(DatasetSplit split, long[] labels) =>
        Dataset.FromPixels("few", split, new ImageShape(1, 2, 2), new byte[4 * labels.Length], labels, ["a", "b", "c", "d"]);
}
