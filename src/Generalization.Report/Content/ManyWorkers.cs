using System.Collections.Immutable;
using Generalization.Distributed.Results;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Report.Drawing;
using Generalization.Report.Figures;
using Generalization.Report.Paper;

namespace Generalization.Report.Content;

/// <summary>What a report says of trainings by many workers: how they are told apart, and their curves.</summary>
internal static class ManyWorkers
{
    // More cannot be told apart.
    private const int MostCurves = 6;

    private static readonly DistributedExperiment Usual = new() { Dataset = "", Model = "" };

    /// <summary>What tells trainings apart, beside their seed: the policy, and of the rest what is not the same in all.</summary>
    public static string[] Labels(IReadOnlyList<DistributedExperiment> experiments)
    {
        var others = Others(experiments);
        bool Differs<T>(Func<DistributedExperiment, T> of) => experiments.Select(of).Distinct().Count() > 1;
        return
        [
            .. experiments.Select(
                (e, i) =>
                    string.Join(
                        ", ",
                        new[]
                        {
                            e.Policy,
                            Differs(x => x.Workers) ? KindWords.Count(e.Workers, "worker") : null,
                            e.Remedy == Usual.Remedy ? null : e.Remedy,
                            Differs(x => x.Engine) ? e.Engine : null,
                            others[i],
                        }.OfType<string>()
                    )
            ),
        ];
    }

    /// <summary>What tells them apart beside policy, workers, engine, remedy and seed; null where nothing does.</summary>
    public static string?[] Others(IReadOnlyList<DistributedExperiment> experiments)
    {
        Experiment[] alike =
        [
            .. experiments.Select(e =>
                e with
                {
                    Policy = Usual.Policy,
                    Workers = Usual.Workers,
                    Engine = Usual.Engine,
                    Remedy = Usual.Remedy,
                }
            ),
        ];
        return alike.Select(TrainingRuns.WithoutSeed).Distinct().Count() == 1 ? new string?[alike.Length] : OwnCurves.Labels(alike);
    }

    /// <summary>Test accuracy by epoch and against staleness, where there are such runs.</summary>
    public static ImmutableArray<Figure> Figures(string id, string title, IReadOnlyList<(string Label, Run[] Runs)> settings)
    {
        // One run for each: its epochs would hide those of other seeds.
        var ended = settings
            .Select(s => (s.Label, Run: s.Runs.FirstOrDefault(r => r.Result?.Distributed is { History.IsEmpty: false })))
            .Where(s => s.Run is not null)
            .Select(s => (s.Label, Found: s.Run!.Result!.Distributed!, s.Run.Experiment.Seed))
            .ToArray();
        if (ended.Length == 0)
            return [];
        (string, ImmutableArray<DistributedEpoch>)[] curves =
        [
            .. ended.Take(MostCurves).Select(e => (e.Label + (e.Found.Diverged ? ": diverged" : ""), e.Found.History)),
        ];
        ImmutableArray<string> notes =
        [
            $"One run for each setting, seed {string.Join(", ", ended.Take(MostCurves).Select(e => e.Seed).Distinct().Order())}.",
            .. ended.Length > MostCurves
                ? [$"Not drawn: {string.Join("; ", ended.Skip(MostCurves).Select(e => e.Label))}."]
                : Array.Empty<string>(),
        ];
        return
        [
            DistributedFigures.ByEpoch($"{id}-accuracy", $"Test accuracy: {title}", curves) with
            {
                Notes = notes,
            },
            DistributedFigures.AgainstStaleness($"{id}-staleness", $"Test accuracy against the mean staleness so far: {title}", curves) with
            {
                Notes = [.. notes, "A point for each epoch."],
                Legend = FigureLegend.Below,
            },
        ];
    }
}
