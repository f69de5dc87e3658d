using System.Collections.Immutable;
using System.Globalization;

namespace Generalization.Measures.Complexity;

/// <summary>How much one training example changes a learner's losses, beside what another seed alone changes.</summary>
/// <param name="Replaced">By replacing one example: for each loss.</param>
/// <param name="SeedAlone">By another seed with the same data: for each loss; 0 for a learner that draws nothing.</param>
/// <param name="Points">The number of points that losses are of.</param>
/// <param name="Draws">The draws, in their order.</param>
public sealed record StabilityResult(
    ImmutableArray<StabilityEstimate> Replaced,
    ImmutableArray<StabilityEstimate> SeedAlone,
    int Points,
    ImmutableArray<StabilityDraw> Draws
)
{
    /// <summary>In a sentence without a full stop.</summary>
    public override string ToString()
    {
        var (replaced, seed) = (Replaced[0], SeedAlone[0]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"replacing one example changes the 0-1 loss by {replaced.Mean} on average over {Points} points, another seed alone by "
                + $"{seed.Mean}, {Draws.Length} draws"
        );
    }
}
