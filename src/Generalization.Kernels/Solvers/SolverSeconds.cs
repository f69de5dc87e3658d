namespace Generalization.Kernels.Solvers;

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

    /// <summary>Inverting the triangle for what leaving one out gives.</summary>
    public double? LeaveOneOut { get; init; }

    /// <summary>Residuals from tiles computed anew.</summary>
    public double? Verify { get; init; }

    /// <summary>Predicting, of streamed features, whose fit predicts too.</summary>
    public double? Predict { get; init; }
}
