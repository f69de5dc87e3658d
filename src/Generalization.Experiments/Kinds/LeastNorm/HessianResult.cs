namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>The Hessian of the linear problem, XᵀX/n, the same at every solution.</summary>
public sealed record HessianResult(int Dimension, int Rank, double LargestEigenvalue, double SmallestNonzeroEigenvalue);
