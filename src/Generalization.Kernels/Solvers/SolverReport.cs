namespace Generalization.Kernels.Solvers;

/// <summary>How a kernel regression was solved.</summary>
/// <param name="Plan">The plan: the solver, and why it was that.</param>
/// <param name="Seconds">The seconds of each phase.</param>
/// <param name="FactorOperationsPerSecond">n³/3 over the factorization's time; null for the iterative solver.</param>
/// <param name="ConditionEstimate">The condition number in the 1-norm, estimated from below; null for the iterative solver.</param>
public sealed record SolverReport(SolverPlan Plan, SolverSeconds Seconds, double? FactorOperationsPerSecond, double? ConditionEstimate);
