using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Drawing;
using Generalization.Report.Figures;
using Generalization.Report.Paper;
using Generalization.Training.History;

namespace Generalization.Report.Content;

/// <summary>The curves of trainings that are none of the paper's: accuracy and loss by epoch.</summary>
internal static class OwnCurves
{
    // More cannot be told apart.
    private const int MostCurves = 6;

    /// <summary>The two pictures of a group; none where no epoch has ended.</summary>
    /// <param name="id">Its identifier, which begins the files' names.</param>
    /// <param name="title">Its title.</param>
    /// <param name="settings">The group's experiments, each with its runs, which differ in their seed.</param>
    public static ImmutableArray<Figure> Of(string id, string title, IReadOnlyList<(string Label, Run[] Runs)> settings)
    {
        var begun = settings.Where(s => s.Runs.Any(r => !r.History.IsEmpty)).ToArray();
        if (begun.Length == 0)
            return [];
        var drawn = begun
            .Take(MostCurves)
            .Select(s =>
                (s.Label, Run: FigureRuns.Representative(s.Runs.Select(r => new FigureRun((TrainingExperiment)r.Experiment, r))).Record)
            )
            .ToArray();
        string[] notes =
        [
            $"One run for each setting, seed {string.Join(", ", drawn.Select(d => d.Run.Experiment.Seed).Distinct().Order())}. Solid: "
                + "the test set. Dashed: the training set, over each epoch's minibatches.",
            .. begun.Length > drawn.Length
                ? [$"Not drawn: {string.Join("; ", begun.Skip(MostCurves).Select(s => s.Label))}."]
                : Array.Empty<string>(),
        ];
        Figure Draw(string name, string up, double? top, double scale, Func<EpochRecord, double?> test, Func<EpochRecord, double?> train) =>
            new($"{id}-{name}", $"{char.ToUpperInvariant(name[0])}{name[1..]}: {title}", "epochs", up)
            {
                Top = top,
                Legend = FigureLegend.Below,
                Notes = [.. notes],
                Curves =
                [
                    .. drawn
                        .Index()
                        .SelectMany(d =>
                        {
                            var tested = Points(d.Item.Run, test, scale);
                            // One line in the legend for both; what is solid and what dashed is said below.
                            return new[]
                            {
                                new FigureCurve(d.Item.Label, d.Index, tested),
                                new FigureCurve(tested.IsEmpty ? d.Item.Label : "", d.Index, Points(d.Item.Run, train, scale))
                                {
                                    Dashed = true,
                                },
                            };
                        })
                        .Where(c => !c.Points.IsEmpty),
                ],
            };
        return
        [
            .. new[]
            {
                Draw("accuracy", "accuracy, %", 102, 100, e => e.TestAccuracy, e => e.OnlineAccuracy),
                Draw("loss", "loss", null, 1, e => e.TestLoss, e => e.OnlineLoss),
            }.Where(f => !f.Curves.IsEmpty),
        ];
    }

    /// <summary>What tells experiments of one kind apart, beside their seed: the properties in which they differ.</summary>
    public static string[] Labels(IReadOnlyList<Experiment> experiments)
    {
        var all = experiments.Select(e => e.Kind.Write(e)).ToArray();
        var names = all.SelectMany(j => j.Select(p => p.Key))
            .Distinct()
            .Where(n => n is not ("seed" or "schema" or "kind") && all.Any(j => !JsonNode.DeepEquals(j[n], all[0][n])))
            .ToArray();
        string Word(Experiment e, JsonObject json, string name) =>
            (name, e) switch
            {
                ("corruption", TrainingExperiment t) => PaperSections.CorruptionTitle(t.Corruption),
                _ => $"{Spaced(name)} {json[name]?.ToString() ?? "as usual"}",
            };
        return [.. experiments.Select((e, i) => names.Length == 0 ? "all runs" : string.Join(", ", names.Select(n => Word(e, all[i], n))))];
    }

    /// <summary>"learningRate" as people write it.</summary>
    public static string Spaced(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static ImmutableArray<FigurePoint> Points(Run run, Func<EpochRecord, double?> of, double scale) =>
        [
            .. from epoch in run.History
            let y = of(epoch)
            where y is { } known && double.IsFinite(known)
            select new FigurePoint(epoch.Epoch, scale * y.Value),
        ];
}
