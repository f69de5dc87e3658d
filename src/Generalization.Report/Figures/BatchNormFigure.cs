using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;
using Generalization.Report.Statistics;

namespace Generalization.Report.Figures;

/// <summary>Figure 2b.</summary>
internal static class BatchNormFigure
{
    public static ImmutableArray<Figure> Of(IReadOnlyList<Run> records) =>
        [
            .. from scale in FigureRuns.ByScale(
                FigureRuns
                    .Plain(records)
                    .Where(r => r.Corruption == "true-labels" && r.Experiment.Model is "inception" or "inception-no-bn")
            )
            let runs = scale.Where(r => r.Corruption == "true-labels" && r.Epochs.Any(e => e.TestAccuracy is not null)).ToArray()
            where runs.Length > 0
            select Draw(scale.Key, runs),
        ];

    private static Figure Draw(FigureScale scale, FigureRun[] runs)
    {
        bool HasPartner(FigureRun run) =>
            runs.Any(r =>
                r.Result is not null
                && r.Experiment.Model != run.Experiment.Model
                && TrainingRuns.SettingsDifference(run.Experiment, r.Experiment) is null
            );
        var models = FigureRuns
            .ByModel(runs)
            .Select(m =>
                (
                    Model: m.Key,
                    Run: m.OrderByDescending(r => r.Result is not null)
                        // The paper takes BatchNorm away and changes nothing else: such a pair comes first.
                        .ThenByDescending(HasPartner)
                        .ThenByDescending(r => r.Epochs.Length)
                        .ThenBy(r => r.Experiment.Seed)
                        .First()
                )
            )
            .ToArray();
        return new Figure(
            FigureRuns.Id("figure-2b", scale),
            $"Accuracy: Inception, {FigureRuns.Words(runs)}",
            "thousand steps",
            "accuracy, %"
        )
        {
            Top = 102,
            Legend = FigureLegend.Outside,
            Summary = Summary(models),
            Marks =
                scale.Dataset == PaperScale.Cifar10.Dataset
                    ? [.. models.Select(m => new FigureMark(100 * PaperOf(m.Model), Colour(m.Model)))]
                    : [],
            Curves =
            [
                .. models.SelectMany(m =>
                    new[]
                    {
                        new FigureCurve($"test ({Name(m.Model)})", Colour(m.Model), Points(m.Run, tested: true)) { ShadedToBest = true },
                        new FigureCurve($"train ({Name(m.Model)})", Colour(m.Model), Points(m.Run, tested: false)) { Dashed = true },
                    }
                ),
            ],
            Notes =
                models.Length == 2
                    ? [FigureRuns.Sentence([models[0].Run, models[1].Run]), .. Comparison(runs, models[0].Run, models[1].Run)]
                    :
                    [
                        "Not run yet at this scale: Inception "
                            + $"{Name(models[0].Model == "inception" ? "inception-no-bn" : "inception")}.",
                    ],
        };
    }

    private static string? Summary((string Model, FigureRun Run)[] models)
    {
        if (models is not [var one, var other])
            return null;
        var (with, without) = one.Model == "inception" ? (one.Run, other.Run) : (other.Run, one.Run);
        var changed = TrainingRuns.SettingsDifference(with.Experiment, without.Experiment) is null ? "" : ", with other hyperparameters";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Last(with):F1} % of new images with BatchNorm and {Last(without):F1} % without it{changed}; "
                + $"{100 * PaperOf("inception"):F2} and {100 * PaperOf("inception-no-bn"):F2} % in the paper."
        );
    }

    private static double PaperOf(string model) =>
        PaperSections
            .Named("table-1")
            .Rows.First(r => r.Metric == PaperMetric.TestAccuracy && r.Selector == new TrainingSelector(model, "true-labels"))
            .Paper.Low;

    private static IEnumerable<string> Comparison(FigureRun[] runs, FigureRun with, FigureRun without)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Last test accuracy with BatchNorm {Last(with):F2} %, without {Last(without):F2} %: "
                + $"{Last(with) - Last(without):F2} points apart{Changed(with, without)}{Chance(with, without)}."
        );
        if (PairedComparison.Of(TestOutcomes.Of(with.Record), TestOutcomes.Of(without.Record)) is { } paired)
            yield return paired.Sentence("with BatchNorm", "without it");
        yield return Seeds(runs);
        foreach (var run in new[] { with, without }.Where(r => r.Result is null))
            yield return $"The training {Name(run.Experiment.Model)} has not come to its end.";
    }

    private static string Changed(FigureRun with, FigureRun without) =>
        TrainingRuns.SettingsDifference(with.Experiment, without.Experiment) is { } words
            ? $", and not by BatchNorm alone, since other hyperparameters were changed too ({words})"
            : "";

    // How far one network's accuracy moves from seed to seed, beside which the difference must be seen.
    private static string Seeds(FigureRun[] runs)
    {
        var groups = runs.Where(r => r.Result?.TestAccuracy is not null)
            .GroupBy(r => TrainingRuns.WithoutSeed(r.Experiment))
            .Select(g => g.Select(r => r.Result!.TestAccuracy!.Value).ToArray());
        var spread = PooledSpread.Of(groups);
        return spread.DegreesOfFreedom == 0
            ? "No run was repeated with another seed, so that nothing is known of the scatter between seeds."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Between seeds one network's accuracy scatters by {100 * spread.Deviation:F2} points."
            );
    }

    // Of two accuracies on n images each, √((p(1 − p) + q(1 − q)) / n).
    private static string Chance(FigureRun with, FigureRun without)
    {
        if (FigureRuns.TestCount([with]) is not { } n || FigureRuns.TestCount([without]) != n)
            return "";
        var (p, q) = (Last(with) / 100, Last(without) / 100);
        return string.Create(
            CultureInfo.InvariantCulture,
            $", where {n:N0} test images give such a difference a standard error of "
                + $"{100 * Math.Sqrt((p * (1 - p) + q * (1 - q)) / n):F1}"
        );
    }

    private static double Last(FigureRun run) => Points(run, tested: true)[^1].Y;

    private static int Colour(string model) => model == "inception" ? 0 : 1;

    private static string Name(string model) => model == "inception" ? "BatchNorm" : "w/o BatchNorm";

    private static ImmutableArray<FigurePoint> Points(FigureRun run, bool tested) =>
        [
            .. from epoch in run.Epochs
            let accuracy = tested ? epoch.TestAccuracy : epoch.OnlineAccuracy
            where accuracy is not null
            select new FigurePoint(epoch.Steps / 1000.0, 100 * accuracy.Value),
        ];
}
