using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>Trainings of a model under a corruption with exactly these regularizers, dropout never among them, on all of the
/// training set, with no part of the caller's own, and not ended by the test accuracy.</summary>
/// <param name="Model">The model.</param>
/// <param name="Corruption">true-labels, random-labels or one of the pixels'.</param>
/// <param name="Augment">Exactly these augmentations, "none" for none. Default: none.</param>
/// <param name="WeightDecay">Whether weights decay, with whatever coefficient. Default: false.</param>
public sealed record TrainingSelector(string Model, string Corruption, string Augment = "none", bool WeightDecay = false) : RunSelector
{
    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) =>
        experiment is TrainingExperiment training
        && MayStandFor(training.Dataset, "cifar10")
        && training.Model == Model
        && TrainingRuns.CorruptionOf(training) == Corruption
        && training.Augment == Augment
        && training.WeightDecay > 0 == WeightDecay
        && training.Dropout == 0
        && training.Validation is null
        && TrainingRuns.IsOfThePaper(training);
}
