using System.Collections.Immutable;

namespace Generalization.Measures.WholeSet;

/// <summary>The duplicates inside a training set, inside its test set and across the two.</summary>
/// <param name="Exact">Images that are the same byte for byte, by their first member.</param>
/// <param name="Near">Pairs that are nearly the same, the most alike first; cut at <see cref="DuplicateOptions.MostPairs"/>.</param>
/// <param name="NearCount">All such pairs.</param>
/// <param name="NearAcrossCount">Those of them across the split.</param>
/// <param name="NearConflictCount">Those of them with two labels.</param>
/// <param name="TestExactlyInTrain">The share of test images that are in the training set, byte for byte; null without a test set.</param>
/// <param name="TestNearlyInTrain">The share of test images that are in the training set exactly or nearly; null without a test set, and
/// where near ones were not looked for.</param>
/// <param name="Rule">What was looked for, a sentence.</param>
public sealed record DuplicateReport(
    ImmutableArray<DuplicateGroup> Exact,
    ImmutableArray<NearDuplicate> Near,
    long NearCount,
    long NearAcrossCount,
    long NearConflictCount,
    Estimate? TestExactlyInTrain,
    Estimate? TestNearlyInTrain,
    string Rule
)
{
    /// <summary>Groups of the same image with several labels.</summary>
    public IEnumerable<DuplicateGroup> ExactConflicts => Exact.Where(group => group.LabelsConflict);

    /// <summary>The kept pairs of nearly the same image with two labels.</summary>
    public IEnumerable<NearDuplicate> NearConflicts => Near.Where(pair => pair.LabelsConflict);
}
