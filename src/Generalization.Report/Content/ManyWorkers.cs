using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Generalization.Distributed.Results;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Report.Drawing;
using Generalization.Report.Figures;

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

    /// <summary>What tells them apart beside policy, workers, engine, remedy and seed; null where nothing does, or all is as
    /// usual.</summary>
    public static string?[] Others(IReadOnlyList<DistributedExperiment> experiments)
    {
        string[] said = ["policy", "workers", "engine", "remedy", "seed", "schema", "kind", "dataset", "model", "train"];
        var all = experiments.Select(e => e.Kind.Write(e)).ToArray();
        var names = all[0]
            .Select(p => p.Key)
            .Where(n => !said.Contains(n) && all.Any(j => !JsonNode.DeepEquals(j[n], all[0][n])))
            .ToArray();
        var usual = Usual.Kind.Defaults;
        // Only one of them can be as usual, so that they are still told apart.
        return
        [
            .. all.Select(json =>
                string.Join(
                    ", ",
                    names
                        .Where(n => !JsonNode.DeepEquals(json[n], usual[n]))
                        .Select(n => $"{OwnCurves.Spaced(n)} {json[n]?.ToString() ?? "all"}")
                )
                    is { Length: > 0 } words
                    ? words
                    : null
            ),
        ];
    }

    /// <summary>Test accuracy by epoch and against staleness, where there are such runs.</summary>
    public static ImmutableArray<Figure> Figures(string id, string title, IReadOnlyList<Run[]> settings)
    {
        // One run for each: its epochs would hide those of other seeds.
        var ended = settings
            .Select(s => s.FirstOrDefault(r => r.Result?.Distributed is { History.IsEmpty: false }))
            .OfType<Run>()
            .Select(r => (Experiment: (DistributedExperiment)r.Experiment, Found: r.Result!.Distributed!))
            .ToArray();
        if (ended.Length == 0)
            return [];
        var labels = Labels([.. ended.Select(e => e.Experiment)]);
        (string, ImmutableArray<DistributedEpoch>)[] curves =
        [
            .. ended.Zip(labels, (e, label) => (label + (e.Found.Diverged ? ": diverged" : ""), e.Found.History)).Take(MostCurves),
        ];
        var seeds = ended.Take(MostCurves).Select(e => e.Experiment.Seed).Distinct().Order();
        ImmutableArray<string> notes =
        [
            $"One run for each setting, seed {string.Join(", ", seeds)}.",
            .. labels.Length > MostCurves ? [$"Not drawn: {string.Join("; ", labels.Skip(MostCurves))}."] : Array.Empty<string>(),
        ];
        return
        [
            DistributedFigures.ByEpoch($"{id}-accuracy", $"Test accuracy: {title}", curves) with
            {
                Notes = notes,
            },
            DistributedFigures.AgainstStaleness($"{id}-staleness", $"Against staleness: {title}", curves) with
            {
                Notes = [.. notes, "A point for each epoch, at the mean staleness so far."],
                Legend = FigureLegend.Below,
            },
        ];
    }
}
