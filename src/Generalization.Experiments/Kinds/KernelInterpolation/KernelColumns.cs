using System.Collections.Immutable;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>The columns of kernel regressions.</summary>
internal static class KernelColumns
{
    public static ImmutableArray<RunColumn> All { get; } =
    [
        Asked("kernel", e => e.Kernel),
        Asked("gamma", e => e.Gamma),
        Asked("labels", e => e.Labels),
        Asked("targets", e => e.Targets),
        Asked("appended", e => e.Appended),
        Asked("appendedLabels", e => e.Appended is null ? null : e.AppendedLabels),
        Asked("centres", e => e.Centres == "training" ? null : e.Centres),
        Asked("solver", e => e.Solver),
        Asked("features", e => e.Features),
        Asked("filters", e => e.Filters),
        Asked("ridge", e => e.Ridge),
        Found("testErrorRate", r => r.TestErrorRate),
        Found("norm", r => r.Norm),
    ];

    private static RunColumn Asked(string name, Func<KernelExperiment, object?> of) =>
        new(name, r => r.Experiment is KernelExperiment e ? of(e) : null);

    private static RunColumn Found(string name, Func<KernelResult, object?> of) =>
        new(name, r => r.Result?.Numbers is KernelResult k ? of(k) : null);
}
