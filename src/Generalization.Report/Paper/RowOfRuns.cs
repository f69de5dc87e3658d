using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>Finds a row's runs and puts them beside the paper's value.</summary>
internal static class RowOfRuns
{
    // A mean of 0.9005 beside a paper's 0.8905 is one point away, not a rounding error more.
    private const double Rounding = 1e-12;

    // However far runs scatter, what is further off is another result.
    private const double MostTolerances = 5;

    public static ReportRow Of(PaperRow row, IReadOnlyList<Run> records)
    {
        var belonging = records.Where(r => row.Selector.Matches(r.Experiment)).ToArray();
        // Means over seeds of one experiment only; of several experiments the one closest to the paper's.
        var best = belonging
            .Select(r => (Run: r, Value: row.Metric.Of(r, records)))
            .Where(r => r.Value is not null)
            .GroupBy(r => TrainingRuns.WithoutSeed(r.Run.Experiment))
            .OrderByDescending(g => row.Scale.IsMet(g.First().Run))
            .ThenByDescending(g => PaperScale.Used.By(g.First().Run).Dataset == row.Scale.Dataset)
            .ThenByDescending(g => PaperScale.Used.By(g.First().Run).Train)
            .ThenBy(g =>
                g.First().Run.Experiment is TrainingExperiment && RunDifferences.DifferencesOf(g.First().Run.Experiment) is not null
            )
            .ThenByDescending(g => g.Count())
            .FirstOrDefault();
        return best is null
            ? WithoutValue(row, belonging)
            : WithValue(
                row,
                [.. best.Select(b => b.Run)],
                [.. best.Select(b => b.Value!.Value)],
                [
                    .. belonging
                        .Where(r => r.Result is not null && TrainingRuns.WithoutSeed(r.Experiment) == best.Key)
                        .Except(best.Select(b => b.Run)),
                ]
            );
    }

    private static ReportRow WithValue(PaperRow row, ImmutableArray<Run> runs, double[] values, Run[] others)
    {
        var mean = values.Average();
        double? spread = values.Length < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        var tolerance = Math.Max(row.Tolerance, Math.Min(2 * (spread ?? 0), MostTolerances * row.Tolerance));
        // One run of several that was cut short makes the mean one of unequal runs, and one without the number a mean of those that
        // succeeded.
        var status =
            !runs.All(row.Scale.IsMet) ? ReportStatus.SmallerScale
            : others.Length == 0 && row.Paper.Distance(mean) <= tolerance + Rounding ? ReportStatus.Reproduced
            : ReportStatus.Deviates;
        string?[] notes =
        [
            others.Length == 0 ? null : $"{others.Length} of {runs.Length + others.Length} without it: {WhyNot(row, others)}",
            RunDifferences.Of(row.Metric, runs),
        ];
        return new ReportRow(
            row,
            mean,
            values.Length,
            spread,
            row.Scale.Words(runs.FirstOrDefault(r => !row.Scale.IsMet(r)) ?? runs[0]),
            status
        )
        {
            Runs = [.. runs.Select(r => r.Experiment.Id)],
            Note = notes.Any(n => n is not null) ? string.Join("; ", notes.OfType<string>()) : null,
        };
    }

    private static ReportRow WithoutValue(PaperRow row, Run[] belonging)
    {
        var ended = belonging.Where(r => r.Result is not null).ToArray();
        var status =
            belonging.Length == 0 ? ReportStatus.NotListed
            : ended.Length == 0 ? ReportStatus.Pending
            : ReportStatus.WithoutValue;
        return new ReportRow(row, null, 0, null, null, status) { Note = ended.Length == 0 ? null : WhyNot(row, ended) };
    }

    private static string WhyNot(PaperRow row, Run[] ended) =>
        ended.FirstOrDefault(r => r.Result!.Error is not null)?.Result is { Error: { } error }
            ? $"failed: {error}"
            : row.Metric.WhyNot(ended[0]);
}
