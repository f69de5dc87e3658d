namespace Generalization.Measures;

/// <summary>What counts as a row of probabilities.</summary>
internal static class ProbabilityRows
{
    /// <summary>How far a row's sum may lie from 1: 0.001. Rows of float16 and float32 are rounded, the more the more classes there
    /// are.</summary>
    public const double SumTolerance = 0.001;
}
