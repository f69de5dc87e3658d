using System.Globalization;
using Generalization.Training.History;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Where a training is.</summary>
/// <param name="Progress">What the trainer says.</param>
public sealed record TrainingAt(TrainingProgress Progress) : KindProgress
{
    /// <inheritdoc/>
    public override string Words =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ShortWords} · loss {Progress.Loss:F3} · accuracy {100 * Progress.Accuracy:F1} % · {Progress.ImagesPerSecond:F0} images/s"
        );

    /// <inheritdoc/>
    public override string ShortWords => FormattableString.Invariant($"epoch {Progress.Epoch}/{Progress.Epochs}");

    /// <inheritdoc/>
    public override TimeSpan? Remaining => Progress.Remaining;

    /// <inheritdoc/>
    public override double? ImagesPerSecond => Progress.ImagesPerSecond;
}
