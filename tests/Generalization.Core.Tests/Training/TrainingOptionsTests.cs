using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Tests.Training;

public class TrainingOptionsTests
{
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01));

    [Fact]
    public void Parts_that_are_missing_are_refused()
    {
        new Action(() => _ = new TrainingOptions(null!)).Should().Throw<ArgumentNullException>().WithParameterName("Schedule");
        new Action(() => _ = Options with { Schedule = null! }).Should().Throw<ArgumentNullException>().WithParameterName("Schedule");
        new Action(() => _ = Options with { Optimizer = null! }).Should().Throw<ArgumentNullException>().WithParameterName("Optimizer");
        new Action(() => _ = Options with { Loss = null! }).Should().Throw<ArgumentNullException>().WithParameterName("Loss");
    }

    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(double.NaN, "NaN")]
    public void An_auxiliary_weight_out_of_range_is_refused(double weight, string words) =>
        new Action(() => _ = Options with { AuxiliaryWeight = weight })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage($"AuxiliaryWeight must be at least 0 and finite, but was {words}.*");
}
