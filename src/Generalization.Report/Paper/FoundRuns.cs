using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Report.Paper;

/// <summary>The runs of a row: those of the one experiment that is closest to the paper's, which differ in their seed alone.</summary>
/// <param name="Row">The row.</param>
/// <param name="All">All runs of the report.</param>
/// <param name="Belonging">Those that belong, of whatever experiment.</param>
/// <param name="Best">Those of the closest experiment that have a number.</param>
/// <param name="Values">Their numbers.</param>
/// <param name="Others">Those of the closest experiment that ended without one.</param>
internal sealed record FoundRuns(PaperRow Row, IReadOnlyList<Run> All, Run[] Belonging, Run[] Best, double[] Values, Run[] Others)
{
    public bool AtPaperScale => Best.All(Row.Scale.IsMet);

    /// <summary>Why a finished run must not be compared with the row, whatever its number; null where it may.</summary>
    public static string? WhyNot(PaperRow row, Run run) => (row.Selector as KernelSelector)?.WhyNot(run);

    public static FoundRuns Of(PaperRow row, IReadOnlyList<Run> records)
    {
        var belonging = records.Where(r => row.Selector.Matches(r.Experiment)).ToArray();
        // Means over seeds of one experiment only; of several experiments the one closest to the paper's.
        var best = belonging
            .Select(r => (Run: r, Value: WhyNot(row, r) is null ? row.Metric.Of(r, records) : null))
            .Where(r => r.Value is not null)
            .GroupBy(r => TrainingRuns.WithoutSeed(r.Run.Experiment))
            .OrderByDescending(g => row.Scale.IsMet(g.First().Run))
            .ThenByDescending(g => PaperScale.Used.By(g.First().Run).Dataset == row.Scale.Dataset)
            .ThenByDescending(g => PaperScale.Used.By(g.First().Run).Train)
            .ThenBy(g =>
                g.First().Run.Experiment is TrainingExperiment && RunDifferences.DifferencesOf(g.First().Run.Experiment) is not null
            )
            // Of several coefficients the least: the paper's are defaults, and a sweep goes on to where nothing is fitted.
            .ThenBy(g => (g.First().Run.Experiment as TrainingExperiment)?.WeightDecay)
            .ThenByDescending(g => g.Count())
            .FirstOrDefault();
        if (best is null)
            return new FoundRuns(row, records, belonging, [], [], []);
        var runs = best.Select(b => b.Run).ToArray();
        var others = belonging.Where(r => r.Result is not null && TrainingRuns.WithoutSeed(r.Experiment) == best.Key).Except(runs);
        return new FoundRuns(row, records, belonging, runs, [.. best.Select(b => b.Value!.Value)], [.. others]);
    }
}
