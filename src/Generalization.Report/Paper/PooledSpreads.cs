using Generalization.Report.Statistics;

namespace Generalization.Report.Paper;

/// <summary>How runs of each metric scatter between seeds, pooled over all rows at the paper's scale.</summary>
internal sealed class PooledSpreads
{
    private readonly Dictionary<string, PooledSpread> byMetric;

    private PooledSpreads(Dictionary<string, PooledSpread> byMetric) => this.byMetric = byMetric;

    // Smaller scales scatter otherwise, and so do accuracies near 100 %, whose errors are counted instead.
    // Runs that stand in two rows count once.
    public static PooledSpreads Of(IEnumerable<FoundRuns> rows) =>
        new(
            rows.Where(r => r.Best.Length > 1 && r.AtPaperScale && !RowJudgement.IsByCounts(r))
                .DistinctBy(r => (r.Row.Metric.ScattersAs, string.Join(' ', r.Best.Select(b => b.Experiment.Id).Order())))
                .GroupBy(r => r.Row.Metric.ScattersAs)
                .ToDictionary(g => g.Key, g => PooledSpread.Of(g.Select(r => r.Values)))
        );

    public PooledSpread Of(PaperMetric metric) => byMetric.GetValueOrDefault(metric.ScattersAs);
}
