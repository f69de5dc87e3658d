using System.Collections.Immutable;
using Generalization.Measures.Subsets;

namespace Generalization.Measures.Membership;

/// <summary>The runs that attacks need, or a sentence.</summary>
internal static class AttackInput
{
    public static ImmutableArray<int> Runs(SubsetRuns runs, MembershipOptions options, int least)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (!runs.HasConfidence)
            throw new ArgumentException(
                $"Membership is told by confidences, but the runs kept none; use another {nameof(ConfidenceKind)} than "
                    + $"{ConfidenceKind.None}.",
                nameof(runs)
            );
        var numbers = runs.OfFraction(options.Fraction);
        return numbers.Length >= least
            ? numbers
            : throw new ArgumentException($"This attack needs at least {least} runs, but there are {numbers.Length}.", nameof(runs));
    }
}
