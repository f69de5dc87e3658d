using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Measures.WholeSet;

namespace Generalization.Measures.Audits;

/// <summary>Issues of the whole set, in words.</summary>
internal static class SetWords
{
    private const double Uneven = 3,
        Overlapping = 0.05,
        ApartBy = 0.1;
    private const int MostOverlaps = 3;

    public static ImmutableArray<SetIssue> Of(AuditMeasures found, TrainTestData data) =>
        [.. Duplicates(found.Duplicates!), .. Balance(found.Balance!, data.ClassNames), Overlap(found.Overlaps, data.ClassNames)];

    public static SetIssue Overlap(ImmutableArray<ClassOverlap> overlaps, ImmutableArray<string> names)
    {
        ClassOverlap[] many = [.. overlaps.Where(o => o.Share.Value >= Overlapping).Take(MostOverlaps)];
        return many.Length == 0
            ? new("Classes that overlap", "No two classes are confused for more than 5 % of their confident examples.", false)
            : new(
                "Classes that overlap",
                string.Join(
                    "; ",
                    many.Select(o => $"{names[o.First]} and {names[o.Second]}: {Words.Percent(o.Share)} of the confident examples")
                ) + " are labelled one and look like the other.",
                true
            );
    }

    public static SetIssue Imbalance(ClassBalance set, ImmutableArray<string> names) =>
        new(
            "Imbalance",
            $"{names[set.Largest]} has {Words.Of(set.Counts[set.Largest], "example")} and "
                + $"{names[set.Smallest]} "
                + $"{Words.Count(set.Counts[set.Smallest])}: "
                + $"always answering the largest class gives {Words.Percent(set.ConstantAccuracy!.Value)}.",
            set.Ratio >= Uneven
        );

    private static IEnumerable<SetIssue> Duplicates(DuplicateReport report)
    {
        var inside = report.Exact.Count(g => !g.AcrossSplit);
        var across = report.Exact.Count(g => g.AcrossSplit);
        var conflicts = report.ExactConflicts.Count() + report.NearConflictCount;
        var share = report.TestNearlyInTrain ?? report.TestExactlyInTrain;
        yield return new(
            "Duplicates across the split",
            across + report.NearAcrossCount == 0
                ? $"No test image is in the training set. {report.Rule}"
                : $"Test images that are in the training set: {Words.Of(across, "group")} byte for byte and "
                    + $"{Words.Of(report.NearAcrossCount, "pair")} "
                    + $"nearly{(share is null ? "" : $", {Words.Percent(share)} of the test images")}; on "
                    + "these a test accuracy says nothing. "
                    + report.Rule,
            across + report.NearAcrossCount > 0
        );
        yield return new(
            "Duplicates with two labels",
            conflicts == 0
                ? $"None; {Words.Of(inside, "group")} of the same image within one set."
                : $"{Words.Of(conflicts, "group or pair", "groups or pairs")} of the same or nearly the same "
                    + "image with two labels, of which one must be wrong.",
            conflicts > 0
        );
    }

    private static IEnumerable<SetIssue> Balance(SplitBalance balance, ImmutableArray<string> names)
    {
        yield return Imbalance(balance.Train, names);
        if (!balance.OnlyInTest.IsEmpty || !balance.OnlyInTrain.IsEmpty || balance.Distance >= ApartBy)
            yield return new(
                "Training and test set differ",
                $"Their shares of classes are {Words.Percent(balance.Distance)} apart"
                    + Missing("the training set lacks", balance.OnlyInTest)
                    + Missing("the test set lacks", balance.OnlyInTrain)
                    + ".",
                true
            );

        string Missing(string what, ImmutableArray<int> classes) =>
            classes.IsEmpty ? "" : $"; {what} {string.Join(", ", classes.Select(c => names[c]))}";
    }
}
