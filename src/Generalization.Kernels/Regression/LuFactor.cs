using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>A = P L U of a square matrix, in float64, with row exchanges.</summary>
internal sealed class LuFactor : IDisposable
{
    private const double UnitRoundoff = 1.0 / (1L << 53);
    private readonly Tensor factors, // (n, n), L below the diagonal and U from it on
        exchanges; // (n), int32

    private LuFactor(Tensor factors, Tensor exchanges, double condition) =>
        (this.factors, this.exchanges, Condition) = (factors.DetachFromDisposeScope(), exchanges.DetachFromDisposeScope(), condition);

    /// <summary>‖A‖₁ ‖A⁻¹‖₁, the second factor estimated from below and seldom by more than a factor of 3.</summary>
    public double Condition { get; }

    /// <summary>Factorizes.</summary>
    /// <param name="matrix">A, (n, n), float64, which is freed as soon as it is not needed any more.</param>
    /// <exception cref="SingularMatrixException">A is singular to working precision.</exception>
    public static LuFactor Taking(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        double size;
        Tensor factors,
            exchanges;
        using (matrix)
        {
            size = matrix.abs().sum(dim: 0).max().item<double>();
            var (computed, pivots, infos) = lu(matrix, pivot: true, get_infos: true);
            (factors, exchanges) = (computed, pivots!);
            // The first column without a pivot, from 1 on.
            if (infos!.item<int>() > 0)
                throw Singular(null);
        }

        var condition =
            size
            * NormEstimate.OneNorm(
                (int)factors.shape[0],
                x => Solved(factors, exchanges, x, transposed: false),
                x => Solved(factors, exchanges, x, transposed: true)
            );
        // LAPACK's rule: the reciprocal is below the unit roundoff.
        return condition < 1 / UnitRoundoff ? new LuFactor(factors, exchanges, condition) : throw Singular(condition);
    }

    /// <summary>A⁻¹b; the caller's.</summary>
    /// <param name="right">b, (n, c), float64, on A's device.</param>
    public Tensor Solve(Tensor right) => linalg.lu_solve(factors, exchanges, right);

    public void Dispose()
    {
        factors.Dispose();
        exchanges.Dispose();
    }

    private static Tensor Solved(Tensor factors, Tensor exchanges, Tensor right, bool transposed) =>
        linalg.lu_solve(factors, exchanges, right.to(factors.device), adjoint: transposed).cpu();

    private static SingularMatrixException Singular(double? condition) =>
        new(
            "The kernel's matrix between the training points and the centres must be regular, but it is singular to working precision"
                + $"{(condition is { } c ? FormattableString.Invariant($", with a condition number of about {c:0.0E+0}") : "")}; choose a "
                + "kernel that is larger between points and centres or smaller between points (another γ), or other centres.",
            null,
            condition
        );
}
