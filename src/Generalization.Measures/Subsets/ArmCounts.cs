namespace Generalization.Measures.Subsets;

/// <summary>How often something was right in the runs that had a training example, and in those that had not.</summary>
/// <remarks>A standard error is that of two independent binomials, √(p₁(1 − p₁)/n₁ + p₀(1 − p₀)/n₀), in which p = (k + 2)/(n + 4) for k
/// right of n (Agresti and Coull 1998), so that an arm that was always right, or never, is not taken for certain: of 60 always right the
/// error is 0.022 and not 0. Where an arm is empty, difference and error are not a number: nothing is known.</remarks>
/// <param name="RightIn">Runs with the example in which it was right.</param>
/// <param name="In">Runs with the example.</param>
/// <param name="RightOut">Runs without the example in which it was right.</param>
/// <param name="Out">Runs without the example.</param>
public readonly record struct ArmCounts(int RightIn, int In, int RightOut, int Out)
{
    /// <summary>The share that was right with the example; not a number where no run had it.</summary>
    public double AccuracyIn => (double)RightIn / In;

    /// <summary>The share that was right without the example; not a number where every run had it.</summary>
    public double AccuracyOut => (double)RightOut / Out;

    /// <summary>P(right | in) − P(right | out), in [−1, 1].</summary>
    public double Difference => AccuracyIn - AccuracyOut;

    /// <summary>The difference's standard error.</summary>
    public double StandardError => Math.Sqrt(Variance(RightIn, In) + Variance(RightOut, Out));

    /// <summary>The variance of a share, p(1 − p)/n with p = (k + 2)/(n + 4); not a number where n is 0.</summary>
    internal static double Variance(int right, int count)
    {
        if (count == 0)
            return double.NaN;
        var p = (right + 2.0) / (count + 4);
        return p * (1 - p) / count;
    }
}
