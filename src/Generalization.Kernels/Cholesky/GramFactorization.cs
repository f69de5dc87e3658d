using Generalization.Kernels.Gram;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;

namespace Generalization.Kernels.Cholesky;

/// <summary>From a Gram matrix to its factor.</summary>
public static class GramFactorization
{
    /// <summary>Factorizes K + λI = L Lᵀ in the memory of K. K cannot be used afterwards.</summary>
    /// <param name="matrix">K, with λ in its plan.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>The factor; the caller's.</returns>
    /// <exception cref="NotPositiveDefiniteException">The matrix is not positive definite to working precision.</exception>
    /// <exception cref="InvalidOperationException">It was factorized already.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CholeskyFactor Factorize(
        this GramMatrix matrix,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.BeginTaking();
        var plan = matrix.Plan;
        var factor = CholeskyFactor.Take(
            matrix.Source,
            plan,
            matrix.Panels ?? new TrianglePanels(plan.Layout, plan.FactorType, plan.Options.Device),
            matrix.Kept,
            progress,
            token
        );
        matrix.EndTaking();
        return factor;
    }
}
