using Generalization.Kernels.Solvers;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

/// <summary>What a kernel regression will take, before anything is allocated.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="ProductRate">The machine's float64 matrix-product rate, in operations a second.</param>
public sealed record SolverPlanned(SolverPlan Plan, double ProductRate) : KindProgress
{
    /// <inheritdoc/>
    public override string Words => Plan.ToString();
}
