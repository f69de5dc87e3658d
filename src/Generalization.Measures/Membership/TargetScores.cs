namespace Generalization.Measures.Membership;

/// <summary>An attack's scores of one target run: those of its members and of its non-members, without examples that cannot be
/// judged.</summary>
internal sealed record TargetScores(double[] Members, double[] NonMembers)
{
    /// <summary>Divides scores by membership; what is not a number is left out.</summary>
    public static TargetScores Of(double[] scores, bool[] members) =>
        new(
            [.. scores.Where((score, i) => members[i] && !double.IsNaN(score))],
            [.. scores.Where((score, i) => !members[i] && !double.IsNaN(score))]
        );
}
