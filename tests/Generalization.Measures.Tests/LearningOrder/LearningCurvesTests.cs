using System.Collections.Immutable;
using Generalization.Measures.LearningOrder;
using Generalization.Training.History;

namespace Generalization.Tests.Measures.LearningOrder;

public class LearningCurvesTests
{
    private static TrainingHistory History(int changed) =>
        new()
        {
            Epochs =
            [
                new EpochRecord(
                    1,
                    1,
                    0.1,
                    1,
                    0.5,
                    changed is 0 or 2 ? null : 0.75,
                    changed is 0 or 2 ? null : 0.25,
                    null,
                    null,
                    null,
                    null,
                    1,
                    0.625,
                    1
                )
                {
                    ValidationAccuracy = 0.375,
                },
            ],
            StepLosses = [],
            FittedSince = [],
            TrainCount = 2,
            ChangedCount = changed,
            TestCount = 100,
            ClassCount = 10,
            Parameters = 1,
            Seconds = 1,
            ImagesPerSecond = null,
            Device = "cpu",
            Seed = 0,
        };

    private static LearnedExamples Examples(params ImmutableArray<double> changedAsTrue) =>
        new()
        {
            Presentations = [1, 1],
            ForgettingEvents = [0, 0],
            FirstLearned = [1, 0],
            AreaUnderMargin = [1, -1],
            MeanProbability = [0.5, 0.25],
            ProbabilityDeviation = [0, 0],
            Correctness = [1, 0],
            ChangedAsTrue = changedAsTrue,
        };

    /// <summary>The history tells clean and changed examples apart where there are both; where there is one kind, all are of it.</summary>
    [Fact]
    public void Clean_and_changed_examples_are_apart_also_where_there_is_one_kind()
    {
        LearningCurves.Of(History(1), Examples(0.5)).Should().Equal(new LearningCurvePoint(1, 0.75, 0.25, 0.5, 0.375, 0.625));
        LearningCurves.Of(History(0), Examples()).Should().Equal(new LearningCurvePoint(1, 0.5, null, null, 0.375, 0.625));
        LearningCurves.Of(History(2), Examples(0.5)).Should().Equal(new LearningCurvePoint(1, null, 0.5, 0.5, 0.375, 0.625));
        LearningCurves
            .ToCsv(LearningCurves.Of(History(0), Examples()))
            .Should()
            .Be("epoch,clean,changedAsGiven,changedAsTrue,heldOut,test\n1,0.5,,,0.375,0.625\n");
    }

    [Fact]
    public void Two_trainings_are_refused() =>
        FluentActions
            .Invoking(() => LearningCurves.Of(History(1), Examples(0.5, 0.5)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "History and order of learning must be of one training, but one has 2 examples and 1 epochs and the other 2 and 2; "
                    + "read the observer of this training.*"
            );
}
