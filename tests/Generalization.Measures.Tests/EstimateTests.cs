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
    public void An_interval_stays_in_the_range_of_its_quantity()
    {
        var estimate = Estimate.OfMean([1, 1, 0.98]);
        estimate.High.Should().BeGreaterThan(1.02, "Student's interval knows no range");
        estimate.Within(-1, 1).Should().Be(estimate with { High = 1 });
        estimate.Within(0.99, 1).Low.Should().Be(0.99);
        Estimate.OfMean([5]).Within(0, 10).Should().Be(Estimate.OfMean([5]), "of one draw there is no interval");
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
