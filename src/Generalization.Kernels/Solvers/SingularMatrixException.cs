namespace Generalization.Kernels.Solvers;

/// <summary>A square matrix K(X, C) is singular to working precision: no coefficients can be solved for.</summary>
public sealed class SingularMatrixException : Exception
{
    internal SingularMatrixException(string message, (int First, int Second)? examples, double? conditionEstimate)
        : base(message) => (Examples, ConditionEstimate) = (examples, conditionEstimate);

    /// <summary>The two training points that coincide, where that is the cause.</summary>
    public (int First, int Second)? Examples { get; }

    /// <summary>The condition number in the 1-norm, estimated from below; null where an equation was a combination of others to the last
    /// bit.</summary>
    public double? ConditionEstimate { get; }
}
