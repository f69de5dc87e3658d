namespace Generalization.Measures.Subsets;

/// <summary>How much a training example's label has to be memorized: it is right because it was trained on.</summary>
/// <param name="Position">The example, in 0 … n − 1.</param>
/// <param name="Counts">How often it was right in the runs with it and without it.</param>
public readonly record struct MemorizationScore(int Position, ArmCounts Counts)
{
    /// <summary>mem(i) = P(right on i | i in the subset) − P(right on i | not), in [−1, 1]; not a number where an arm is empty.</summary>
    public double Score => Counts.Difference;

    /// <summary>The score's standard error, by <see cref="ArmCounts.StandardError"/>.</summary>
    public double StandardError => Counts.StandardError;

    /// <summary>The score less two standard errors: the true one is seldom below.</summary>
    public double Low => Score - 2 * StandardError;
}
