using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>Trainings of Inception V3, for which no other network stands, on ImageNet or on what may stand in for it, with no part of the
/// caller's own.</summary>
/// <param name="Corruption">true-labels or random-labels.</param>
/// <param name="Augmented">Whether images change at random. Default: false.</param>
/// <param name="Dropout">Whether there is dropout, with whatever probability. Default: false.</param>
/// <param name="WeightDecay">Whether weights decay, with whatever coefficient. Default: false.</param>
public sealed record ImageNetSelector(string Corruption, bool Augmented = false, bool Dropout = false, bool WeightDecay = false)
    : RunSelector
{
    /// <summary>The network's name.</summary>
    internal const string Model = "inception-v3";

    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) =>
        experiment is TrainingExperiment { Model: Model, Validation: null } training
        && MayStandFor(training.Dataset, ExperimentCatalog.ImageNet)
        && TrainingRuns.IsOfThePaper(training)
        && TrainingRuns.CorruptionOf(training) == Corruption
        && training.Augment != "none" == Augmented
        && training.Dropout > 0 == Dropout
        && training.WeightDecay > 0 == WeightDecay;
}
