namespace Generalization.Kernels.Solvers;

/// <summary>The way to solve (K + λI) α = y.</summary>
public enum KernelSolver
{
    /// <summary>Cholesky factorization of the whole matrix.</summary>
    Direct,

    /// <summary>Preconditioned block conjugate gradients.</summary>
    Iterative,
}
