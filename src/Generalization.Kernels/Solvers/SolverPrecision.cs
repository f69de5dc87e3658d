namespace Generalization.Kernels.Solvers;

/// <summary>The precision that the direct solver factorizes in.</summary>
public enum SolverPrecision
{
    /// <summary>float64 throughout.</summary>
    Float64,

    /// <summary>A float32 factor, refined by conjugate gradients with float64 residuals.</summary>
    Mixed,
}
