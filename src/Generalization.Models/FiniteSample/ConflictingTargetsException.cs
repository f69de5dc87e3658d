namespace Generalization.Models.FiniteSample;

/// <summary>Two identical points have different targets: no function represents them.</summary>
public sealed class ConflictingTargetsException : Exception
{
    internal ConflictingTargetsException(int first, int second)
        : base(
            $"Identical points must have equal targets, but points {first} and {second} are identical and "
                + "have different ones; remove one of them."
        ) => (First, Second) = (first, second);

    /// <summary>The first point's index.</summary>
    public int First { get; }

    /// <summary>The second point's index.</summary>
    public int Second { get; }
}
