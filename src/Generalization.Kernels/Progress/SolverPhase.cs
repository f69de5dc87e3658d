namespace Generalization.Kernels.Progress;

/// <summary>What a solver is doing.</summary>
public enum SolverPhase
{
    /// <summary>Computing features.</summary>
    Features,

    /// <summary>Filling the Gram matrix.</summary>
    Gram,

    /// <summary>Factorizing it, or building a preconditioner.</summary>
    Factor,

    /// <summary>Solving for the coefficients.</summary>
    Solve,

    /// <summary>Computing the residual from tiles made anew.</summary>
    Verify,

    /// <summary>Predicting.</summary>
    Predict,

    /// <summary>Inverting the factor's triangle for what leaving one out gives.</summary>
    LeaveOneOut,
}
