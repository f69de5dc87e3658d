using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;

namespace Generalization.Report.Csv;

/// <summary>runs.csv: a row for each experiment; what does not apply is empty.</summary>
internal static class RunsCsv
{
    private static readonly ImmutableArray<RunColumn> First =
    [
        new("id", r => r.Experiment.Id),
        new("kind", r => r.Experiment.Kind.Word),
        new("status", r => r.Status.ToString().ToLowerInvariant()),
        new("dataset", r => SizeOf(r).Dataset),
        new("trainCount", r => SizeOf(r).Train),
        new("testCount", r => SizeOf(r).Test),
        new("seed", r => r.Experiment.Seed),
    ];

    private static readonly ImmutableArray<RunColumn> Last =
    [
        new("seconds", r => r.Result?.Seconds),
        new("device", r => r.Result?.Device),
        new("threads", r => r.Result?.Threads),
        new("version", r => r.Result?.Version),
        new("dataHash", r => r.Result?.DataHash),
        new("weightsHash", r => r.Result?.WeightsHash),
        new("finished", r => r.Result?.Finished),
        new("error", r => r.Result?.Error ?? r.Damage),
    ];

    public static string Of(IReadOnlyList<Run> runs)
    {
        // Those of the kinds that there are, the library's first.
        var kinds = runs.Select(r => r.Experiment.Kind)
            .Distinct()
            .OrderBy(k => KnownKinds.All.All.IndexOf(k) is var at and >= 0 ? at : int.MaxValue);
        RunColumn[] columns = [.. First, .. kinds.SelectMany(k => k.Columns), .. Last];
        return Files.Csv.Text(string.Join(',', columns.Select(c => c.Name)), runs.Select(r => columns.Select(c => c.Of(r))));
    }

    private static ExperimentSize SizeOf(Run run) => run.Experiment.Kind.SizeOf(run.Experiment, run.Result?.Numbers);
}
