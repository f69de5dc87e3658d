using System.Collections.Immutable;

namespace Generalization.Experiments;

/// <summary>Finds a row's runs and puts them beside the paper's value.</summary>
internal static class RowOfRuns
{
    public static ReportRow Of(PaperRow row, IReadOnlyList<RunRecord> records)
    {
        var belonging = records.Where(r => row.Selector.Matches(r.Experiment)).ToArray();
        // Means over seeds of one experiment only; of several experiments the one closest to the paper's.
        var best = belonging.Select(r => (Run: r, Value: row.Metric.Of(r, records))).Where(r => r.Value is not null)
            .GroupBy(r => TrainingRuns.WithoutSeed(r.Run.Experiment))
            .OrderByDescending(g => row.Scale.IsMet(g.First().Run))
            .ThenByDescending(g => PaperScale.Used.By(g.First().Run).Dataset == row.Scale.Dataset)
            .ThenByDescending(g => PaperScale.Used.By(g.First().Run).Train)
            .ThenBy(g => TrainingDifferences.Of(g.First().Run.Experiment) is not null)
            .ThenByDescending(g => g.Count()).FirstOrDefault();
        if (best is null) return new ReportRow(row, null, 0, null, null, ReportStatus.Pending) { Note = Failure(belonging) };
        var (runs, values) = (best.Select(b => b.Run).ToImmutableArray(), best.Select(b => b.Value!.Value).ToArray());
        var mean = values.Average();
        double? spread = values.Length < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        // One run of several that was cut short makes the mean one of unequal runs.
        var full = runs.All(row.Scale.IsMet);
        var status = !full ? ReportStatus.SmallerScale
            : row.Paper.Distance(mean) <= Math.Max(row.Tolerance, 2 * (spread ?? 0)) + Rounding ? ReportStatus.Reproduced : ReportStatus.Deviates;
        return new ReportRow(row, mean, values.Length, spread, row.Scale.Words(runs.FirstOrDefault(r => !row.Scale.IsMet(r)) ?? runs[0]), status)
        {
            Runs = [.. runs.Select(r => r.Experiment.Id)], Note = TrainingDifferences.Of(runs[0].Experiment),
        };
    }

    // A mean of 0.9005 beside a paper's 0.8905 is one point away, not a rounding error more.
    private const double Rounding = 1e-12;

    private static string? Failure(RunRecord[] runs) => runs.FirstOrDefault(r => r.Status == RunStatus.Failed) is { } failed
        ? $"Failed: {failed.Result?.Error ?? "without a reason"}" : null;
}

/// <summary>Where a training departs from the paper's, apart from its size.</summary>
internal static class TrainingDifferences
{
    public static string? Of(Experiment experiment)
    {
        if (experiment is not TrainingExperiment e) return null;
        var differences = new List<string>();
        void Add(bool differs, FormattableString words)
        {
            if (differs) differences.Add(FormattableString.Invariant(words));
        }

        Add(e.LearningRate is not null, $"learning rate {e.LearningRate}");
        Add(e.Decay != 0.95 || e.DecaySteps != 391, e.DecaySteps is null ? $"decay {e.Decay} every epoch" : (FormattableString)$"decay {e.Decay} every {e.DecaySteps} steps");
        Add(e.Precision != "float32", $"{e.Precision}");
        Add(e.BatchSize != 128, $"batches of {e.BatchSize}");
        Add(e.Momentum != 0.9, $"momentum {e.Momentum}");
        Add(e.WeightDecay > 0, $"weight decay {e.WeightDecay:0.##########}{(e.WeightDecayOn == "weights" ? " on weights" : "")}");
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }
}
