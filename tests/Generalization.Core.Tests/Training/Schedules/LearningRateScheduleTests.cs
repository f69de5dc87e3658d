using Generalization.Training.Schedules;

namespace Generalization.Tests.Training;

public class LearningRateScheduleTests
{
    [Fact]
    public void Exponential_decay_multiplies_every_391_steps()
    {
        var schedule = new ExponentialDecay(0.01);
        new[] { 0L, 390, 391, 782 }.Select(schedule.At).Should().Equal(0.01, 0.01, 0.01 * 0.95, 0.01 * Math.Pow(0.95, 2));
    }

    [Fact]
    public void Piecewise_changes_at_its_boundaries() =>
        new[] { 0L, 9, 10, 19, 20 }.Select(new PiecewiseConstant([3, 2, 1], [10, 20]).At).Should().Equal(3, 3, 2, 2, 1);

    [Fact]
    public void Cosine_falls_from_the_initial_rate_to_zero()
    {
        var schedule = new CosineAnnealing(2, 100);
        schedule.At(0).Should().Be(2);
        schedule.At(50).Should().BeApproximately(1, 1e-12);
        schedule.At(100).Should().Be(0);
    }

    [Fact]
    public void A_rate_that_is_not_positive_is_refused() =>
        new Action(() => _ = new ConstantRate(-1))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Rate must be positive and finite, but was -1.*");
}
