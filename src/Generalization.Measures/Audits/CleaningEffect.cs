namespace Generalization.Measures.Audits;

/// <summary>The effect of training without the suspicious labels on the test error.</summary>
/// <param name="Removed">The examples that were left out.</param>
/// <param name="Before">The test error with them.</param>
/// <param name="After">The test error without them.</param>
public sealed record CleaningEffect(int Removed, Estimate Before, Estimate After)
{
    /// <summary>(before − after) / before: the share of errors that is gone, below 0 where there are more; 0 where there were
    /// none.</summary>
    public double Cut => Before.Value > 0 ? (Before.Value - After.Value) / Before.Value : 0;
}
