using System.Collections.Immutable;

namespace Generalization.Measures.Subsets;

/// <summary>The pairs of largest influence, and how many there are.</summary>
/// <param name="Pairs">The pairs, the largest influence first; of equal ones the earlier test and then training example.</param>
/// <param name="Found">All pairs at or above both thresholds.</param>
/// <param name="Looked">All pairs whose training example is memorized enough.</param>
/// <param name="ExpectedByChance">How many of those would be found if no training example had any influence on a test example. Where it is
/// near <paramref name="Found"/>, what was found is chance: take more runs or a larger threshold.</param>
public sealed record InfluenceResult(ImmutableArray<InfluencePair> Pairs, long Found, long Looked, double ExpectedByChance);
