using Generalization.Kernels.Solvers;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>The seconds of each phase; the total is without reading the data.</summary>
#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
public sealed record KernelSeconds(
    double? Features,
    double? Gram,
    double? Factor,
    double? Solve,
    double? Verify,
    double? Predict,
    double Total
)
{
    public static KernelSeconds Of(SolverSeconds seconds, double? features, double? predict)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        return new(
            features,
            seconds.Gram,
            seconds.Factor,
            seconds.Solve,
            seconds.Verify,
            predict,
            (features ?? 0)
                + (seconds.Gram ?? 0)
                + (seconds.Factor ?? 0)
                + (seconds.Solve ?? 0)
                + (seconds.LeaveOneOut ?? 0)
                + (seconds.Verify ?? 0)
                + (predict ?? 0)
        );
    }
}
#pragma warning restore CS1591
