using System.Collections.Immutable;

namespace Generalization.Measures.Complexity;

/// <summary>How much a loss changes, over all draws.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Mean">The mean over draws of the mean change over points, with Student's interval over the draws, of which no end is below
/// 0, or above 1 for the 0-1 loss.</param>
/// <param name="Largest">The largest change of all points and draws, a lower bound of the uniform stability β.</param>
public sealed record StabilityEstimate(StabilityLoss Loss, Estimate Mean, double Largest)
{
    /// <summary>An estimate for each loss that all draws have: outputs are probabilities in one training and not in another where their
    /// sums are rounded.</summary>
    internal static ImmutableArray<StabilityEstimate> Of(IReadOnlyList<ImmutableArray<LossChange>> draws) =>
        [
            .. draws[0]
                .Select(change => change.Loss)
                .Where(loss => draws.All(draw => draw.Any(change => change.Loss == loss)))
                .Select(loss =>
                {
                    LossChange[] changes = [.. draws.Select(draw => draw.Single(change => change.Loss == loss))];
                    return new StabilityEstimate(
                        loss,
                        Estimate
                            .OfMean([.. changes.Select(change => change.Mean)])
                            .Within(0, loss == StabilityLoss.ZeroOne ? 1 : double.PositiveInfinity),
                        changes.Max(change => change.Largest)
                    );
                }),
        ];
}
