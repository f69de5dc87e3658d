namespace Generalization.Measures.LearningOrder;

/// <summary>The first epoch whose held-out accuracy lies within one standard error of the best, √(a(1 − a)/n).</summary>
/// <remarks>It stops earlier than the best epoch where the two cannot be told apart, since what is learned later is memorized. Source:
/// Breiman et al. 1984, for trees.</remarks>
public sealed record OneStandardErrorStop : StopRule
{
    /// <inheritdoc/>
    public override string Describe() => "the first held-out accuracy within one standard error of the best";

    /// <inheritdoc/>
    public override int Choose(IReadOnlyList<double> accuracies, int heldOutCount)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        var best = accuracies[FirstBest(accuracies)];
        var least = best - Math.Sqrt(best * (1 - best) / heldOutCount);
        return Enumerable.Range(0, accuracies.Count).First(i => accuracies[i] >= least);
    }
}
