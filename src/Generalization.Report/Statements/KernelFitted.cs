using System.Globalization;
using Generalization.Experiments.Kinds.KernelInterpolation;

namespace Generalization.Report.Statements;

/// <summary>A kernel regression on true labels, and what it is beside the plain one.</summary>
internal sealed record KernelFitted(KernelExperiment Experiment, KernelResult Result)
{
    /// <summary>Whether its data and centres are those of Table 3.</summary>
    public bool IsPlain => Experiment is { Appended: null, Centres: "training", Targets: "one-hot", Labels: "true", Validation: null };

    /// <summary>The same for those that differ in appended images, centres, a ridge, the solver, the test images and the seed
    /// alone.</summary>
    public string Same =>
        Experiment is { Labels: "true", Targets: "one-hot", Validation: null }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Experiment.Dataset} {Experiment.Train} {Experiment.Kernel} {Experiment.Gamma} {Experiment.Degree} "
                    + $"{Experiment.Offset} {Experiment.Features} {Filters}"
            )
            : Experiment.Id;

    /// <summary>What it is beside the plain one; null for that.</summary>
    public string? Name =>
        Experiment switch
        {
            { Appended: { } count } => string.Create(
                CultureInfo.InvariantCulture,
                $"{count} test images added with {Experiment.AppendedLabels} labels"
            ),
            { Centres: not "training" } => $"{Experiment.Centres} random centres",
            _ => null,
        };

    private int? Filters => Experiment.Filters ?? Result.Filters;

    public string Words =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Experiment.Kernel} kernel on {(Experiment.Features == "none" ? "pixels" : $"{Experiment.Features} features")} of "
                + $"{Experiment.Train ?? Result.N:N0} images of {Experiment.Dataset}, γ = {Experiment.Gamma}{Degree}"
        );

    private string Degree => Experiment.Degree is { } degree ? FormattableString.Invariant($", degree {degree}") : "";
}
