using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;

namespace Generalization.Report.Paper;

/// <summary>Constructed networks.</summary>
/// <param name="Deep">Whether of a depth above 2.</param>
public sealed record FiniteSampleSelector(bool Deep) : RunSelector
{
    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) =>
        experiment is FiniteSampleExperiment sample && MayStandFor(sample.Dataset, "cifar10") && sample.Depth > 2 == Deep;
}
