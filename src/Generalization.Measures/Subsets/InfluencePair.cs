namespace Generalization.Measures.Subsets;

/// <summary>A test example that is right because of a training example.</summary>
/// <param name="Train">The training example's position.</param>
/// <param name="Test">The test example's position.</param>
/// <param name="Counts">How often the test example was right in the runs with the training example and without it.</param>
/// <param name="Memorization">mem of the training example.</param>
public readonly record struct InfluencePair(int Train, int Test, ArmCounts Counts, double Memorization)
{
    /// <summary>infl(i, j) = P(right on test j | i in) − P(right on test j | i out), in [−1, 1].</summary>
    public double Influence => Counts.Difference;

    /// <summary>The influence's standard error, by <see cref="ArmCounts.StandardError"/>.</summary>
    public double StandardError => Counts.StandardError;
}
