using Generalization.Experiments;
using Generalization.Report.Statistics;

namespace Generalization.Report.Paper;

/// <summary>Puts a row's runs beside the paper's value.</summary>
internal static class RowOfRuns
{
    public static ReportRow Of(FoundRuns found, PooledSpreads spreads) =>
        found.Best.Length == 0 ? WithoutValue(found.Row, found.Belonging) : WithValue(found, spreads);

    private static ReportRow WithValue(FoundRuns found, PooledSpreads spreads)
    {
        var (row, runs, values) = (found.Row, found.Best, found.Values);
        var mean = values.Average();
        double? spread = values.Length < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        RowJudgement? judged = found.AtPaperScale && row.LeftOpen is null ? RowJudgement.Of(found, spreads.Of(row.Metric)) : null;
        var status = StatusOf(found, judged);
        string?[] notes =
        [
            found.Others.Length == 0
                ? null
                : $"{found.Others.Length} of {runs.Length + found.Others.Length} without it: {WhyNot(row, found.Others)}",
            status == ReportStatus.Inconclusive ? WhyInconclusive(row, judged!.Value) : null,
            status == ReportStatus.NotComparable ? row.LeftOpen : null,
            RunDifferences.Of(row.Metric, runs, found.All),
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
            HalfWidth = judged?.HalfWidth,
            IsVerified = runs.All(PaperScale.IsVerified),
            Note = notes.Any(n => n is not null) ? string.Join("; ", notes.OfType<string>()) : null,
        };
    }

    // One run of several that was cut short makes the mean one of unequal runs, and one that ended without the number a mean of those that
    // succeeded. One that is no run of the row's is left out.
    private static ReportStatus StatusOf(FoundRuns found, RowJudgement? judged) =>
        !found.AtPaperScale ? ReportStatus.SmallerScale
        : judged is null ? ReportStatus.NotComparable
        : found.Others.Any(r => FoundRuns.WhyNot(found.Row, r) is null) ? ReportStatus.Deviates
        : judged.Value.Agreement switch
        {
            Agreement.Agrees => ReportStatus.Reproduced,
            Agreement.Differs => ReportStatus.Deviates,
            _ => ReportStatus.Inconclusive,
        };

    private static string WhyInconclusive(PaperRow row, RowJudgement judged) =>
        judged.HalfWidth is not { } half ? "some runs have as many errors as the paper's and some have not"
        : double.IsInfinity(half) ? "no number of this kind was run with two seeds"
        : $"another run may lie {row.Metric.FormatWidth(half)} off";

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
            : ended.Select(r => FoundRuns.WhyNot(row, r)).FirstOrDefault(w => w is not null) ?? row.Metric.WhyNot(ended[0]);
}
