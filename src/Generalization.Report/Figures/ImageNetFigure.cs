using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;

namespace Generalization.Report.Figures;

/// <summary>Figure 2a: accuracy on ImageNet against steps, with all regularizers, with weight decay alone and with none.</summary>
internal static class ImageNetFigure
{
    // The paper's three settings, and where its test curve ends.
    private static readonly (string Name, ImageNetSelector Selector, double Last, double? Best)[] Settings =
    [
        ("augmentation, dropout, weight decay", new("true-labels", Augmented: true, Dropout: true, WeightDecay: true), 0.7784, null),
        ("weight decay", new("true-labels", WeightDecay: true), 0.6718, 0.7257),
        ("no regularizer", new("true-labels"), 0.5980, 0.6316),
    ];

    public static ImmutableArray<Figure> Of(IReadOnlyList<Run> records) =>
        [
            .. from scale in FigureRuns.ByScale(
                from record in records
                where Settings.Any(s => s.Selector.Matches(record.Experiment)) && record.History.Any(e => e.TestAccuracy is not null)
                select new FigureRun((TrainingExperiment)record.Experiment, record)
            )
            select Draw(scale.Key, [.. scale]),
        ];

    private static Figure Draw(FigureScale scale, FigureRun[] runs)
    {
        var shown = Settings
            .Index()
            .Select(s => (s.Index, s.Item, Runs: runs.Where(r => s.Item.Selector.Matches(r.Experiment)).ToArray()))
            .Where(s => s.Runs.Length > 0)
            .Select(s => (Colour: s.Index, Setting: s.Item, Run: FigureRuns.Representative(s.Runs)))
            .ToArray();
        return new Figure(
            FigureRuns.Id("figure-2a", scale),
            $"Accuracy: Inception V3, {FigureRuns.Words(runs)}",
            "thousand steps",
            "accuracy, %"
        )
        {
            Top = 102,
            Legend = FigureLegend.Outside,
            Summary = string.Join("; ", shown.Select(s => Summary(s.Setting, s.Run))) + ".",
            Marks =
                scale.Dataset == PaperScale.ImageNet.Dataset ? [.. shown.Select(s => new FigureMark(100 * s.Setting.Last, s.Colour))] : [],
            Curves =
            [
                .. shown.SelectMany(s =>
                    new[]
                    {
                        new FigureCurve($"test ({s.Setting.Name})", s.Colour, Points(s.Run, tested: true)) { ShadedToBest = true },
                        new FigureCurve($"train ({s.Setting.Name})", s.Colour, Points(s.Run, tested: false)) { Dashed = true },
                    }
                ),
            ],
            Notes =
            [
                FigureRuns.Sentence([.. shown.Select(s => s.Run)]),
                .. shown.Length < Settings.Length
                    ?
                    [
                        "Not run yet at this scale: "
                            + string.Join("; ", Settings.Where(s => shown.All(o => o.Setting != s)).Select(s => s.Name))
                            + ".",
                    ]
                    : Array.Empty<string>(),
            ],
        };
    }

    private static string Summary((string Name, ImageNetSelector Selector, double Last, double? Best) setting, FigureRun run)
    {
        var points = Points(run, tested: true);
        var paper = setting.Best is { } best
            ? FormattableString.Invariant($"{100 * setting.Last:F2} and {100 * best:F2}")
            : FormattableString.Invariant($"{100 * setting.Last:F2}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{setting.Name}: {points[^1].Y:F1} % of new images at the end and {points.Max(p => p.Y):F1} % at best, {paper} % in the paper"
        );
    }

    private static ImmutableArray<FigurePoint> Points(FigureRun run, bool tested) =>
        [
            .. from epoch in run.Epochs
            let accuracy = tested ? epoch.TestAccuracy : epoch.OnlineAccuracy
            where accuracy is not null
            select new FigurePoint(epoch.Steps / 1000.0, 100 * accuracy.Value),
        ];
}
