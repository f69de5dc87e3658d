using System.Collections.Immutable;

namespace Generalization.Kernels.Solvers;

/// <summary>The coefficients of a kernel regression: f(x) = Σᵢ αᵢ k(x, xᵢ).</summary>
public sealed class KernelSolution
{
    internal KernelSolution(double[,] coefficients, double[] squaredNorms, int? iterations, ImmutableArray<double> residualHistory)
        // Rounding may leave the square of a small norm below 0.
        : this(squaredNorms.Select(s => Math.Sqrt(Math.Max(s, 0))).ToImmutableArray(), coefficients, iterations, residualHistory) { }

    internal KernelSolution(
        ImmutableArray<double> normPerOutput,
        double[,] coefficients,
        int? iterations,
        ImmutableArray<double> residualHistory
    ) => (Coefficients, NormPerOutput, Iterations, ResidualHistory) = (coefficients, normPerOutput, iterations, residualHistory);

    /// <summary>α, (n, c). Not to be written to.</summary>
    public double[,] Coefficients { get; }

    /// <summary>‖w_c‖ = √(α_cᵀ K α_c), the norm of each output in the kernel's Hilbert space.</summary>
    public ImmutableArray<double> NormPerOutput { get; }

    /// <summary>‖w‖ = √(Σ_c α_cᵀ K α_c).</summary>
    public double Norm => TargetScale.Norm(NormPerOutput);

    /// <summary>Iterations of refinement or of conjugate gradients; null for a direct solution.</summary>
    public int? Iterations { get; }

    /// <summary>The relative residual after each iteration, as the iteration knows it; empty for a direct solution.</summary>
    public ImmutableArray<double> ResidualHistory { get; }
}
