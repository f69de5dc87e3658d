using Generalization.Measures;
using Generalization.Measures.LearningOrder;
using Generalization.Training.History;

namespace Generalization.Tests.Measures.LearningOrder;

public class SuggestedStopTests
{
    private static TrainingHistory History(params (double? HeldOut, double? Test)[] epochs) =>
        new()
        {
            Epochs =
            [
                .. epochs.Select(
                    (e, i) =>
                        new EpochRecord(i + 1, i + 1, 0.1, 1, 0.5, null, null, null, null, null, null, null, e.Test, 1)
                        {
                            ValidationAccuracy = e.HeldOut,
                        }
                ),
            ],
            StepLosses = [],
            FittedSince = [],
            TrainCount = 100,
            ChangedCount = 40,
            TestCount = 100,
            ClassCount = 10,
            Parameters = 1,
            Seconds = 1,
            ImagesPerSecond = null,
            Device = "cpu",
            Seed = 0,
        };

    private static readonly TrainingHistory Noisy = History(
        (0.20, 0.30),
        (0.41, 0.50),
        (0.50, 0.55),
        (0.30, 0.60),
        (0.46, 0.58),
        (0.41, 0.50),
        (0.20, 0.40)
    );

    [Fact]
    public void The_mean_of_three_around_an_epoch_is_best()
    {
        // 0.305, 0.37, 0.4033, 0.42, 0.39, 0.3567, 0.305.
        SuggestedStop
            .Of(Noisy, heldOutCount: 100, new MovingAverageStop())
            .Should()
            .BeEquivalentTo(
                new SuggestedStop(
                    4,
                    "the best mean held-out accuracy over 3 evaluations around an epoch",
                    Estimate.OfShare(30, 100),
                    0.60,
                    0.40,
                    0.60
                )
            );
        var alone = SuggestedStop.Of(Noisy, 100, new MovingAverageStop(1));
        alone.Epoch.Should().Be(3, "the best alone");
        alone.Lost.Should().BeApproximately(0.2, 1e-12);
        alone.Regained.Should().BeApproximately(0.75, 1e-12);
    }

    [Fact]
    public void One_standard_error_stops_at_the_first_that_cannot_be_told_from_the_best()
    {
        // √(0.5 · 0.5 / n) is 0.05 for 100 and 0.158 for 10.
        SuggestedStop.Of(Noisy, 100).Epoch.Should().Be(3);
        SuggestedStop.Of(Noisy, 10, new OneStandardErrorStop()).Epoch.Should().Be(2);
        SuggestedStop.Of(Noisy, 10).Rule.Should().Contain("one standard error");
    }

    [Fact]
    public void Epochs_that_were_not_evaluated_are_passed_over_and_nothing_lost_is_nothing_regained()
    {
        var every = History((null, null), (0.3, 0.4), (null, null), (0.5, 0.6));
        var stop = SuggestedStop.Of(every, 100, new MovingAverageStop(1));
        (stop.Epoch, stop.Lost, stop.Regained).Should().Be((4, 0, null));
        var untested = SuggestedStop.Of(History((0.3, null), (0.5, null)), 100);
        (untested.TestAccuracy, untested.Lost, untested.Regained).Should().Be((null, null, null));
    }

    [Fact]
    public void Without_held_out_examples_no_stop_is_suggested()
    {
        FluentActions
            .Invoking(() => SuggestedStop.Of(History((null, 0.5)), 100))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "A stop is suggested by held-out examples, but none of the 1 epochs has an accuracy on such, which real targets do not "
                    + "have; train on "
                    + "TrainTestData.WithValidation(count, seed), and evaluate every few epochs.*"
            );
        FluentActions.Invoking(() => SuggestedStop.Of(History((double.NaN, 0.5)), 100)).Should().Throw<ArgumentException>();
        FluentActions
            .Invoking(() => SuggestedStop.Of(Noisy, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("There must be at least 1 held-out example, but were 0.*");
        FluentActions
            .Invoking(() => new MovingAverageStop(4))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Evaluations must be odd and at least 1, but was 4.*");
    }
}
