namespace Generalization.Kernels.Solvers;

/// <summary>A Gram matrix cannot be factorized: it is not positive definite to working precision.</summary>
public sealed class NotPositiveDefiniteException : Exception
{
    internal NotPositiveDefiniteException(
        string message,
        int pivot,
        double pivotValue,
        (int First, int Second)? examples,
        double suggestedRidge
    )
        : base(message) => (Pivot, PivotValue, Examples, SuggestedRidge) = (pivot, pivotValue, examples, suggestedRidge);

    /// <summary>The row where it failed.</summary>
    public int Pivot { get; }

    /// <summary>The pivot relative to its diagonal element; not a number where the factorization gave none.</summary>
    public double PivotValue { get; }

    /// <summary>The two examples that coincide, where that is the cause.</summary>
    public (int First, int Second)? Examples { get; }

    /// <summary>A ridge that would do: 2n times the unit roundoff of the factor's precision times the largest diagonal element, the size of
    /// a factorization's rounding errors, and the ridge that was set.</summary>
    public double SuggestedRidge { get; }
}
