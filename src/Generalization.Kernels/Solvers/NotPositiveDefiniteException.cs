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

    /// <summary>The pivot relative to its diagonal element; not a number where it was none, or where the matrix was not
    /// factorized.</summary>
    public double PivotValue { get; }

    /// <summary>The two examples that coincide, where that is the cause.</summary>
    public (int First, int Second)? Examples { get; }

    /// <summary>A ridge of the rounding errors' size, beside the one that was set: 2n times the unit roundoff of the factor's precision
    /// times the largest diagonal element, and at least ten times the pivot. Not a number where more than rounding is the cause, so that no
    /// such ridge would do: the kernel is not positive semidefinite, or gives no numbers.</summary>
    public double SuggestedRidge { get; }
}
