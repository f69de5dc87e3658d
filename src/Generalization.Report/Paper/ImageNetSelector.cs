using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>Trainings of Inception V3 on ImageNet, which no other data set and no other network stand for.</summary>
/// <param name="Corruption">true-labels or random-labels.</param>
/// <param name="Augmented">Whether images change at random. Default: false.</param>
/// <param name="Dropout">Whether there is dropout, with whatever probability. Default: false.</param>
/// <param name="WeightDecay">Whether weights decay, with whatever coefficient. Default: false.</param>
public sealed record ImageNetSelector(string Corruption, bool Augmented = false, bool Dropout = false, bool WeightDecay = false)
    : RunSelector
{
    private const string Name = "imagenet",
        Model = "inception-v3";

    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) =>
        experiment is TrainingExperiment { Dataset: Name, Model: Model } training
        && TrainingRuns.CorruptionOf(training) == Corruption
        && training.Augment != "none" == Augmented
        && training.Dropout > 0 == Dropout
        && training.WeightDecay > 0 == WeightDecay;
}
