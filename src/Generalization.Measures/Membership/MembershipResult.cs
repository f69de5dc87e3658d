using System.Collections.Immutable;

namespace Generalization.Measures.Membership;

/// <summary>How well an attack tells whether an example was trained on; means over the runs that were its target.</summary>
/// <remarks>Intervals are Student's over the targets, with ends in 0..1. Targets share their other runs, so that they are somewhat too
/// narrow.</remarks>
/// <param name="Attack">"loss" or "likelihood-ratio".</param>
/// <param name="Area">The area under the curve, in 0..1; 0.5 is a guess.</param>
/// <param name="AtOnePercent">The true-positive rate at 1 % false positives, in 0..1; 0.01 is a guess. Null where there are fewer than 100
/// non-members.</param>
/// <param name="AtOnePerMille">The true-positive rate at 0.1 % false positives; 0.001 is a guess. Null where there are fewer than 10,000
/// non-members.</param>
/// <param name="WhyNot">Why a rate is null, in a sentence; null where none is.</param>
/// <param name="Curve">The mean true-positive rate at false-positive rates from 1/non-members to 1.</param>
/// <param name="Members">Members of each target that were judged, the fewest of all targets.</param>
/// <param name="NonMembers">Non-members of each target that were judged, the fewest of all targets.</param>
/// <param name="Targets">The runs that were a target.</param>
public sealed record MembershipResult(
    string Attack,
    Estimate Area,
    Estimate? AtOnePercent,
    Estimate? AtOnePerMille,
    string? WhyNot,
    ImmutableArray<RocPoint> Curve,
    int Members,
    int NonMembers,
    int Targets
);
