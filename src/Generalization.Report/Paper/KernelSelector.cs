using System.Globalization;
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

    /// <summary>Why a run is no interpolant, as those of a row without a ridge are; null where it is one, or need not be.</summary>
    internal string? WhyNot(Run run) =>
        !Ridge && run.Result?.Kernel?.TrainErrors is > 0 and var errors
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{errors:N0} of the training labels {(errors == 1 ? "is" : "are")} not fitted: it does not interpolate"
            )
            : null;
}
