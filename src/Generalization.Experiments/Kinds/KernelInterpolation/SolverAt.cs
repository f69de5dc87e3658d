using System.Globalization;
using Generalization.Kernels.Progress;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>Where a kernel's solver is.</summary>
/// <param name="Progress">What the solver says.</param>
public sealed record SolverAt(SolverProgress Progress) : KindProgress
{
    /// <inheritdoc/>
    public override string Words =>
        Progress.Total is { } total
            ? string.Create(CultureInfo.InvariantCulture, $"{Progress.Phase} {100 * Progress.Done / total:F0} %")
            : $"{Progress.Phase}";
}
