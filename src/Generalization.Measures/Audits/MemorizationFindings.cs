using System.Collections.Immutable;

namespace Generalization.Measures.Audits;

/// <summary>How many of the training labels are memorized: mem(i) = P(right on i | i in) − P(right on i | i out).</summary>
/// <param name="How">How it was measured, in words.</param>
/// <param name="Mean">The mean over examples, with Student's interval over them.</param>
/// <param name="ShareAbove25">The share of examples with mem(i) ≥ 0.25, with Wilson's interval.</param>
/// <param name="Runs">The trainings behind it; 1 where each example was left out exactly.</param>
/// <param name="Most">Examples with mem(i) ≥ 0.25, the most memorized first, at most 200.</param>
public sealed record MemorizationFindings(
    string How,
    Estimate Mean,
    Estimate ShareAbove25,
    int Runs,
    ImmutableArray<MemorizedExample> Most
);
