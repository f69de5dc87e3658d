using System.Collections.Immutable;

namespace Generalization.Measures.Subsets;

/// <summary>Memorization of each training example by trainings on random subsets.</summary>
/// <remarks>mem(i) = P(right on i | i in the subset) − P(right on i | not). It differs from leave-one-out in that the other examples are a
/// random 70 % each time: near duplicates, which leave-one-out keeps in, are missing too in a part of the runs. Source: Feldman 2020;
/// Feldman and Zhang 2020.</remarks>
public static class MemorizationScores
{
    /// <summary>The scores, in the order of the training set.</summary>
    /// <param name="tally">The runs.</param>
    /// <param name="fraction">The runs' fraction. Default: null, the design's only one.</param>
    /// <exception cref="ArgumentException">The design has several fractions and none is named, or not this one.</exception>
    public static ImmutableArray<MemorizationScore> Of(SubsetTally tally, double? fraction = null)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return [.. Enumerable.Range(0, tally.TrainCount).Select(i => new MemorizationScore(i, tally.Training(i, fraction)))];
    }
}
