using Generalization.Kernels.Solvers;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>The seconds of each phase of a kernel regression.</summary>
/// <param name="Features">Computing the features that are kept as points; null without such features.</param>
/// <param name="Gram">Filling the Gram matrix, with streamed features, those of the test images too; null without one.</param>
/// <param name="Factor">The factorization, or the preconditioner of the iterative solver; null without one.</param>
/// <param name="Solve">The solution, with the condition estimate; null where it was not timed.</param>
/// <param name="Verify">The residual; null where it was not timed.</param>
/// <param name="Predict">The outputs on the test set; null without one.</param>
/// <param name="Total">All phases, without reading the data and fitting filters.</param>
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
    /// <summary>Takes the seconds of a solver.</summary>
    /// <param name="seconds">The solver's phases.</param>
    /// <param name="features">The seconds of features; null without features.</param>
    /// <param name="predict">The seconds of the prediction; null without one.</param>
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
