using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;

namespace Generalization.Report.Figures;

/// <summary>Figures 1b and 1c: against the share of labels drawn at random.</summary>
internal static class LabelCorruptionFigures
{
    // Two points are true and random labels, which the table has: the curve is what lies between.
    private const int Least = 3;

    // That of no model.
    private const int PaperColour = 5;

    public static ImmutableArray<Figure> TimeToOverfit(IReadOnlyList<Run> records) =>
        [
            .. Draw(
                    records,
                    "figure-1b",
                    "Time to overfit",
                    "relative time to fit 98 %",
                    r => TrainingRuns.RelativeTime(r.Record, records, TrainingRuns.Overfitted),
                    FigureLegend.LowerRight,
                    null,
                    (_, curves) => curves.Select(NoLater),
                    _ => [new FigureMark(3.5, PaperColour)]
                )
                .Select(f =>
                    f with
                    {
                        Summary = f.Curves.All(c => c.Points[^1].X < 1)
                            ? null
                            : "To fit random labels takes "
                                + $"{Ends(f, y => y.ToString("F2", CultureInfo.InvariantCulture))} times as "
                                + "long as to "
                                + "fit true ones, up to about 3.5 times in the paper.",
                    }
                ),
        ];

    public static ImmutableArray<Figure> TestError(IReadOnlyList<Run> records) =>
        [
            .. Draw(
                    records,
                    "figure-1c",
                    "Test error",
                    "test error, %",
                    r => 100 * (1 - r.Result?.TestAccuracy),
                    FigureLegend.LowerRight,
                    100,
                    (runs, _) => [FigureRuns.TestWords(runs) is { } tested ? $"The networks were {tested} images." : null],
                    models => models.SelectMany(Ends)
                )
                .Select(f =>
                    f with
                    {
                        Summary = f.Curves.All(c => c.Points[^1].X < 1)
                            ? null
                            : "The more labels are random, the larger the error on new images: "
                                + $"{Ends(f, y => y.ToString("F1", CultureInfo.InvariantCulture) + " %")} at the end, 90 % in the paper.",
                    }
                ),
        ];

    private static IEnumerable<Figure> Draw(
        IReadOnlyList<Run> records,
        string id,
        string what,
        string up,
        Func<FigureRun, double?> value,
        FigureLegend legend,
        double? top,
        Func<FigureRun[], ImmutableArray<FigureCurve>, IEnumerable<string?>> remarks,
        Func<IEnumerable<string>, IEnumerable<FigureMark>> marks
    )
    {
        foreach (var scale in FigureRuns.ByScale(FigureRuns.Plain(records).Where(r => r.LabelCorruption is not null)))
        {
            var models = FigureRuns.ByModel(scale).Select(m => (Model: m.Key, Runs: FigureRuns.OfOneSetting(m))).ToArray();
            var curves = models
                .Select(m => new FigureCurve(PaperSections.ModelTitle(m.Model), FigureRuns.Colour(m.Model), Means(m.Runs, value))
                {
                    Marked = true,
                })
                .Where(c => c.Points.Length >= Least)
                .ToImmutableArray();
            if (curves.IsEmpty)
                continue;
            var drawn = models.Where(m => curves.Any(c => c.Name == PaperSections.ModelTitle(m.Model))).ToArray();
            FigureRun[] shown = [.. drawn.SelectMany(m => m.Runs)];
            yield return new Figure(FigureRuns.Id(id, scale.Key), $"{what}, {FigureRuns.Words(scale)}", "label corruption", up)
            {
                Curves = curves,
                Marks = scale.Key.Dataset == PaperScale.Cifar10.Dataset ? [.. marks(drawn.Select(d => d.Model))] : [],
                Top = top,
                Legend = legend,
                Notes =
                [
                    Counts(shown, value),
                    .. remarks(shown, curves).OfType<string>(),
                    .. drawn.SelectMany(m => Missing(m.Model, m.Runs, value)),
                ],
            };
        }
    }

    // The paper's curves are not published as numbers; where they end is in its Table 1.
    private static IEnumerable<FigureMark> Ends(string model)
    {
        double? Paper(string corruption) =>
            PaperSections
                .Named("table-1")
                .Rows.FirstOrDefault(r => r.Metric == PaperMetric.TestAccuracy && r.Selector == new TrainingSelector(model, corruption))
                ?.Paper.Value;
        return from end in new[] { (X: 0.0, Y: Paper("true-labels")), (X: 1.0, Y: Paper("random-labels")) }
            where end.Y is not null
            select new FigureMark(100 * (1 - end.Y!.Value), FigureRuns.Colour(model)) { X = end.X };
    }

    private static string Ends(Figure figure, Func<double, string> words) =>
        string.Join(", ", figure.Curves.Where(c => c.Points[^1].X == 1).Select(c => $"{words(c.Points[^1].Y)} ({c.Name})"));

    private static ImmutableArray<FigurePoint> Means(FigureRun[] runs, Func<FigureRun, double?> value) =>
        [
            .. from run in runs
            let y = value(run)
            where y is not null
            group y.Value by run.LabelCorruption!.Value into same
            orderby same.Key
            select new FigurePoint(same.Key, same.Average()),
        ];

    private static string Counts(FigureRun[] runs, Func<FigureRun, double?> value)
    {
        var counts = runs.Where(r => value(r) is not null)
            .GroupBy(r => (r.Experiment.Model, r.LabelCorruption))
            .Select(g => g.Count())
            .Order()
            .ToArray();
        return counts[^1] == 1
            ? "One run for each point."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Each point is the mean of " + $"{(counts[0] == counts[^1] ? $"{counts[0]}" : $"{counts[0]} to {counts[^1]}")} runs."
            );
    }

    private static string? NoLater(FigureCurve curve) =>
        curve.Points[^1] is { X: 1, Y: <= 1 }
            ? $"{curve.Name} fitted random labels no later than true ones here, other than in the paper; times are whole epochs."
            : null;

    private static IEnumerable<string> Missing(string model, FigureRun[] runs, Func<FigureRun, double?> value)
    {
        string List(IEnumerable<FigureRun> some) =>
            string.Join(
                ", ",
                some.Select(r => r.LabelCorruption!.Value).Distinct().Order().Select(p => p.ToString(CultureInfo.InvariantCulture))
            );
        var lacking = runs.Where(r => value(r) is null).ToArray();
        var drawn = runs.Where(r => value(r) is not null).Select(r => r.LabelCorruption).ToHashSet();
        var unfitted = lacking.Where(r => r.Result is not null).ToArray();
        // A point of other seeds is drawn.
        var pending = lacking.Where(r => r.Result is null && !drawn.Contains(r.LabelCorruption)).ToArray();
        if (unfitted.Length > 0)
            yield return $"{PaperSections.ModelTitle(model)} had not come so far when its training ended at corruption {List(unfitted)}.";
        if (pending.Length > 0)
            yield return $"{PaperSections.ModelTitle(model)} has no result yet at corruption {List(pending)}.";
    }
}
