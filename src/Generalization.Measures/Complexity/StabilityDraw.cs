using System.Collections.Immutable;

namespace Generalization.Measures.Complexity;

/// <summary>One example that was replaced by a fresh one, and one more seed: plain numbers, to be stored and handed back.</summary>
/// <param name="Of">What it is of: learner, data and seed, by which a draw of something else is refused. A learner is known by its name
/// alone: the caller keeps those of other options apart.</param>
/// <param name="Index">Which draw, from 0 on.</param>
/// <param name="Position">i, the position of the training example that was replaced.</param>
/// <param name="FreshPosition">The position, among the fresh examples, of the one in its place.</param>
/// <param name="Replaced">What replacing changed, by the same seed: a change for each loss.</param>
/// <param name="SeedAlone">What this draw's seed changed against the first one's, with the same data: a change for each loss.</param>
public sealed record StabilityDraw(
    string Of,
    int Index,
    int Position,
    int FreshPosition,
    ImmutableArray<LossChange> Replaced,
    ImmutableArray<LossChange> SeedAlone
);
