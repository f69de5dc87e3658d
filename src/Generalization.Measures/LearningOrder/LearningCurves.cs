using System.Collections.Immutable;
using Generalization.Files;
using Generalization.Training.History;

namespace Generalization.Measures.LearningOrder;

/// <summary>A training's epochs with clean and corrupted examples apart, from its history and what was observed of it.</summary>
public static class LearningCurves
{
    /// <summary>The curves: a point for each finished epoch.</summary>
    /// <param name="history">The training's history.</param>
    /// <param name="examples">What an observer of the same training has read.</param>
    /// <exception cref="ArgumentException">They are of different trainings.</exception>
    public static ImmutableArray<LearningCurvePoint> Of(TrainingHistory history, LearnedExamples examples)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(examples);
        var asTrue = examples.ChangedAsTrue;
        if (history.TrainCount != examples.Count || (history.ChangedCount > 0 && asTrue.Length != history.Epochs.Length))
            throw new ArgumentException(
                $"History and order of learning must be of one training, but one has {history.TrainCount} examples and "
                    + $"{history.Epochs.Length} epochs and the other {examples.Count} and {asTrue.Length}; "
                    + "read the observer of this training.",
                nameof(examples)
            );
        // The history leaves the two apart only where there are both.
        return
        [
            .. history.Epochs.Select(
                (e, i) =>
                    new LearningCurvePoint(
                        e.Epoch,
                        history.ChangedCount == 0 ? e.OnlineAccuracy : e.OnlineCleanSubsetAccuracy,
                        history.ChangedCount == history.TrainCount ? e.OnlineAccuracy : e.OnlineCorruptedSubsetAccuracy,
                        asTrue.IsEmpty ? null : asTrue[i],
                        e.ValidationAccuracy,
                        e.TestAccuracy
                    )
            ),
        ];
    }

    /// <summary>A table with a row for each epoch: epoch, clean, changedAsGiven, changedAsTrue, heldOut, test.</summary>
    /// <param name="points">The curves.</param>
    public static string ToCsv(IEnumerable<LearningCurvePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return Csv.Text(
            "epoch,clean,changedAsGiven,changedAsTrue,heldOut,test",
            points.Select(p => new object?[] { p.Epoch, p.Clean, p.ChangedAsGiven, p.ChangedAsTrue, p.HeldOut, p.Test })
        );
    }
}
