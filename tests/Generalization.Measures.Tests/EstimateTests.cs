using Generalization.Measures;

namespace Generalization.Tests.Measures;

public class EstimateTests
{
    [Fact]
    public void A_mean_has_students_interval()
    {
        // By hand: mean 2, s = 1, t = 4.302653 with two degrees of freedom.
        var estimate = Estimate.OfMean([1, 2, 3]);
        estimate.Value.Should().Be(2);
        estimate.StandardError.Should().BeApproximately(1 / Math.Sqrt(3), 1e-15);
        estimate.Low.Should().BeApproximately(2 - 4.302653 / Math.Sqrt(3), 1e-6);
        estimate.High.Should().BeApproximately(2 + 4.302653 / Math.Sqrt(3), 1e-6);
        estimate.Count.Should().Be(3);
    }

    [Fact]
    public void One_draw_says_nothing_of_where_the_mean_lies()
    {
        var estimate = Estimate.OfMean([5]);
        estimate.Should().Be(new Estimate(5, double.NaN, double.NegativeInfinity, double.PositiveInfinity, 1));
    }

    [Fact]
    public void No_draw_is_refused() =>
        new Action(() => Estimate.OfMean([]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A mean must be of at least one draw, but there is none. Make more draws.*");

    /// <summary>Wilson's interval of 9 in 10: 0.5958 to 0.9821 (Brown, Cai and DasGupta's formula).</summary>
    [Fact]
    public void A_share_has_wilsons_interval()
    {
        var estimate = Estimate.OfShare(9, 10);
        estimate.Value.Should().Be(0.9);
        estimate.Low.Should().BeApproximately(0.5958, 1e-4);
        estimate.High.Should().BeApproximately(0.9821, 1e-4);
    }
}
