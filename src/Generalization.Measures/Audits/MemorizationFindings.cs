using System.Collections.Immutable;

namespace Generalization.Measures.Audits;

/// <summary>How many of the training labels are memorized: mem(i) = P(right on i | i in) − P(right on i | i out).</summary>
/// <remarks>By trainings on subsets an example counts where mem(i) − 2·SE(i) ≥ 0.25, by <see cref="Subsets.ArmCounts.StandardError"/>:
/// it is shown to be memorized, and others may be. The score alone would not do: of 24 trainings 7 leave an example out. One that is always
/// right with it, and in 95 % without, has mem(i) = 0.05; its score is at least 0.25 in 4.6 % of cases, and less two standard errors in
/// 0.007 %. Whatever the two shares are, an example with mem(i) below 0.25 counts in at most about 3 % of cases.</remarks>
/// <param name="How">How it was measured, in words.</param>
/// <param name="Mean">The mean over examples, with Student's interval over them.</param>
/// <param name="ShareAbove25">The share of examples with mem(i) ≥ 0.25, of which a count by subsets holds those that show it; with Wilson's
/// interval over examples.</param>
/// <param name="Runs">The trainings behind it; 1 where each example was left out exactly.</param>
/// <param name="Most">Those examples, the most memorized first, at most 200.</param>
public sealed record MemorizationFindings(string How, Estimate Mean, Estimate ShareAbove25, int Runs, ImmutableArray<MemorizedExample> Most)
{
    /// <summary>Whether each example was left out exactly, so that nothing is estimated.</summary>
    internal bool IsExact => Runs == 1;
}
