using System.Collections.Immutable;
using Generalization.Experiments;

namespace Generalization.Report.Content;

/// <summary>Of each data set's name the runs on one data set: numbers of two are never averaged.</summary>
internal static class RunsOfOneData
{
    private const int Digits = 16;

    /// <summary>The runs to show, and which are left out, in sentences.</summary>
    /// <remarks>Of several data sets of one name that with the most results is shown, of as many the one with the latest. What does not say
    /// which data set it is of, since an earlier version made it, is shown with them.</remarks>
    /// <param name="runs">The runs.</param>
    public static (IReadOnlyList<Run> Shown, ImmutableArray<string> Sentences) Of(IReadOnlyList<Run> runs)
    {
        var shown = runs;
        var sentences = ImmutableArray.CreateBuilder<string>();
        foreach (var named in runs.Where(r => HashOf(r) is not null).GroupBy(DatasetOf).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Run[][] sets =
            [
                .. named
                    .GroupBy(HashOf)
                    .Select(g => g.ToArray())
                    .OrderByDescending(g => g.Length)
                    .ThenByDescending(g => g.Max(r => r.Result!.Finished), StringComparer.Ordinal)
                    .ThenBy(g => HashOf(g[0]), StringComparer.Ordinal),
            ];
            foreach (var other in sets.Skip(1))
                sentences.Add(
                    $"{Count(other.Length)} left out of rows and figures, on another data set of the name "
                        + $"{named.Key}: the hash of its data is "
                        + $"{Short(other[0])}, and that of the data shown {Short(sets[0][0])}."
                );
            var left = sets.Skip(1).SelectMany(s => s).ToHashSet();
            if (left.Count > 0)
                shown = [.. shown.Where(r => !left.Contains(r))];
            var silent = runs.Count(r => r.Result is { DataHash: not null, SourceHash: null } && DatasetOf(r) == named.Key);
            if (silent > 0)
                sentences.Add($"{Count(silent)} shown without a hash of the data set {named.Key}, since an earlier version kept none.");
        }

        return (shown, sentences.ToImmutable());
    }

    private static string Count(int runs) => FormattableString.Invariant($"{runs} run{(runs == 1 ? " is" : "s are")}");

    private static string Short(Run run) => HashOf(run)![..Math.Min(Digits, HashOf(run)!.Length)] + "…";

    private static string? HashOf(Run run) => run.Result?.SourceHash;

    private static string? DatasetOf(Run run) => run.Experiment.Kind.NamesOf(run.Experiment).Dataset;
}
