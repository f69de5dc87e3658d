namespace Generalization.Kernels;

/// <summary>The seconds that each phase took; null where there was no such phase.</summary>
public sealed record SolverSeconds
{
    /// <summary>Computing features.</summary>
    public double? Features { get; init; }

    /// <summary>Filling the Gram matrix.</summary>
    public double? Gram { get; init; }

    /// <summary>Factorizing it, or building a preconditioner.</summary>
    public double? Factor { get; init; }

    /// <summary>Solving for the coefficients, and estimating the condition number.</summary>
    public double? Solve { get; init; }

    /// <summary>Residuals from tiles computed anew.</summary>
    public double? Verify { get; init; }

    /// <summary>Predicting, of streamed features, whose fit predicts too.</summary>
    public double? Predict { get; init; }
}

/// <summary>How a kernel regression was solved.</summary>
/// <param name="Plan">The plan: the solver, and why it was that.</param>
/// <param name="Seconds">The seconds of each phase.</param>
/// <param name="FactorOperationsPerSecond">n³/3 over the factorization's time; null for the iterative solver.</param>
/// <param name="ConditionEstimate">The condition number in the 1-norm, estimated from below; null for the iterative solver.</param>
public sealed record SolverReport(SolverPlan Plan, SolverSeconds Seconds, double? FactorOperationsPerSecond, double? ConditionEstimate);
