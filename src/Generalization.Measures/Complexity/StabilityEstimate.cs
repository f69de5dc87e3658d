using System.Collections.Immutable;

namespace Generalization.Measures.Complexity;

/// <summary>How much a loss changes, over all draws.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Mean">The mean over draws of the mean change over points, with Student's interval over the draws.</param>
/// <param name="Largest">The largest change of all points and draws, a lower bound of the uniform stability β.</param>
public sealed record StabilityEstimate(StabilityLoss Loss, Estimate Mean, double Largest)
{
    /// <summary>An estimate for each loss of the draws' changes.</summary>
    internal static ImmutableArray<StabilityEstimate> Of(IReadOnlyList<ImmutableArray<LossChange>> draws) =>
        [
            .. draws[0]
                .Select(change => change.Loss)
                .Select(loss =>
                {
                    LossChange[] changes = [.. draws.Select(draw => draw.Single(change => change.Loss == loss))];
                    return new StabilityEstimate(
                        loss,
                        Estimate.OfMean([.. changes.Select(change => change.Mean)]),
                        changes.Max(change => change.Largest)
                    );
                }),
        ];
}
