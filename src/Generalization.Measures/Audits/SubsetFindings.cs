using Generalization.Measures.Membership;
using Generalization.Measures.Subsets;

namespace Generalization.Measures.Audits;

/// <summary>What trainings on subsets, or leaving each example out, tell of single examples.</summary>
internal sealed record SubsetFindings(MemorizationFindings? Memorization, InfluenceResult? Influence, MembershipResult? Membership)
{
    public static SubsetFindings None { get; } = new(null, null, null);
}
