using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;

namespace Generalization.Report.Paper;

/// <summary>Kernel regressions on a data set's true labels.</summary>
/// <param name="Dataset">The data set, mnist or cifar10.</param>
/// <param name="Features">What the kernel is applied to.</param>
/// <param name="Ridge">Whether there is a ridge. Default: false.</param>
public sealed record KernelSelector(string Dataset, string Features, bool Ridge = false) : RunSelector
{
    /// <inheritdoc/>
    public override bool Matches(Experiment experiment) =>
        experiment is KernelExperiment kernel
        && MayStandFor(kernel.Dataset, Dataset)
        && kernel.Features == Features
        && kernel.Ridge > 0 == Ridge
        && kernel is { Labels: "true", Targets: "one-hot", Appended: null, Centres: "training", Validation: null }
        && (Features == "random-conv" || kernel.Kernel == "gaussian");
}
