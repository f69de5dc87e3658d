using Generalization.Measures;
using Generalization.Measures.WholeSet;

namespace Generalization.Tests.Measures.WholeSet;

public class ClassBalanceTests
{
    [Fact]
    public void By_hand()
    {
        var balance = ClassBalance.Of([0, 0, 0, 0, 2, 2, 2, 3], 5);
        balance.Counts.Should().Equal(4, 0, 3, 1, 0);
        (balance.Count, balance.Largest, balance.Smallest, balance.Ratio).Should().Be((8, 0, 3, 4));
        balance.Missing.Should().Equal(1, 4);
        balance.ConstantAccuracy.Should().Be(Estimate.OfShare(4, 8));
        balance
            .EffectiveClasses.Should()
            .BeApproximately(Math.Exp(0.5 * Math.Log(2) + 0.375 * Math.Log(8 / 3.0) + 0.125 * Math.Log(8)), 1e-12);
    }

    [Fact]
    public void Even_classes_count_in_full() => ClassBalance.Of([0, 1, 2, 0, 1, 2], 3).EffectiveClasses.Should().BeApproximately(3, 1e-12);

    [Fact]
    public void No_example_has_no_classes()
    {
        var balance = ClassBalance.Of([], 2);
        (balance.Smallest, balance.Ratio, balance.EffectiveClasses).Should().Be((-1, 1, 0));
        balance.ConstantAccuracy.Should().BeNull();
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused() =>
        new Action(() => ClassBalance.Of([0, 2], 2))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("A label must lie in [0, 1], but label 1 was 2.*");
}
