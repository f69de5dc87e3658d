namespace Generalization.Experiments.Kinds.LeastNorm;

/// <summary>The Hessian of the linear problem, XᵀX/n, the same at every solution.</summary>
/// <param name="Dimension">The number of pixels.</param>
/// <param name="Rank">The rank.</param>
/// <param name="LargestEigenvalue">The largest eigenvalue.</param>
/// <param name="SmallestNonzeroEigenvalue">The smallest eigenvalue that is not 0.</param>
public sealed record HessianResult(int Dimension, int Rank, double LargestEigenvalue, double SmallestNonzeroEigenvalue);
