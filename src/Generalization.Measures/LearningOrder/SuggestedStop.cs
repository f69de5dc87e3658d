using System.Globalization;
using Generalization.Training.History;

namespace Generalization.Measures.LearningOrder;

/// <summary>The epoch to stop at, suggested by held-out examples with noisy labels, and the accuracy that stopping there would have
/// given.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Rule">The rule that chose it, in words.</param>
/// <param name="HeldOutAccuracy">The held-out accuracy at that epoch, with Wilson's 95 % interval.</param>
/// <param name="TestAccuracy">The test accuracy at that epoch; null where there is no test set.</param>
/// <param name="LastTestAccuracy">The test accuracy of the last epoch; null where there is no test set.</param>
/// <param name="BestTestAccuracy">The best test accuracy of any epoch, a maximum over the test set's own noise; null where there is no test
/// set.</param>
public sealed record SuggestedStop(
    int Epoch,
    string Rule,
    Estimate HeldOutAccuracy,
    double? TestAccuracy,
    double? LastTestAccuracy,
    double? BestTestAccuracy
)
{
    /// <summary>The loss of training to the end: the best test accuracy minus the last, at least 0; null where there is no test
    /// set.</summary>
    public double? Lost => BestTestAccuracy - LastTestAccuracy;

    /// <summary>The share of that which stopping here regains: (at this epoch − last) / (best − last), at most 1, and below 0 where this
    /// epoch is worse than the last; null where nothing was lost or there is no test set.</summary>
    public double? Regained => Lost > 0 ? (TestAccuracy - LastTestAccuracy) / Lost : null;

    /// <summary>The suggestion of a training's history.</summary>
    /// <param name="history">The history, of a training with <see cref="Data.TrainTestData.Validation"/>; labels of those examples should
    /// be as noisy as the others'.</param>
    /// <param name="heldOutCount">The number of held-out examples, at least 1.</param>
    /// <param name="rule">Which epoch is chosen. Default: null, the first within one standard error of the best.</param>
    /// <exception cref="ArgumentException">The history has no epoch with a held-out accuracy.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no held-out example.</exception>
    public static SuggestedStop Of(TrainingHistory history, int heldOutCount, StopRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (heldOutCount < 1)
            throw new ArgumentOutOfRangeException(
                nameof(heldOutCount),
                string.Create(CultureInfo.InvariantCulture, $"There must be at least 1 held-out example, but were {heldOutCount}.")
            );
        var seen = history.Epochs.Where(e => e.ValidationAccuracy is not (null or double.NaN)).ToArray();
        if (seen.Length == 0)
            throw new ArgumentException(
                $"A stop is suggested by held-out examples, but none of the {history.Epochs.Length} epochs "
                    + "has an accuracy on such, which real targets do not have; train on "
                    + "TrainTestData.WithValidation(count, seed), and evaluate every few epochs.",
                nameof(history)
            );
        rule ??= new OneStandardErrorStop();
        var chosen = seen[rule.Choose([.. seen.Select(e => e.ValidationAccuracy!.Value)], heldOutCount)];
        return new(
            chosen.Epoch,
            rule.Describe(),
            Estimate.OfShare((int)Math.Round(chosen.ValidationAccuracy!.Value * heldOutCount), heldOutCount),
            chosen.TestAccuracy,
            history.Test?.Accuracy ?? history.Epochs[^1].TestAccuracy,
            history.BestTestAccuracy
        );
    }
}
