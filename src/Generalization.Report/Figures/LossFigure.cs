using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;

namespace Generalization.Report.Figures;

/// <summary>Figure 1a.</summary>
internal static class LossFigure
{
    // Fewer compare nothing that the table does not say.
    private const int Least = 3;

    private static readonly string[] Corruptions = ["true-labels", "random-labels", "shuffled-pixels", "random-pixels", "gaussian"];

    public static ImmutableArray<Figure> Of(IReadOnlyList<Run> records) =>
        [
            .. from model in FigureRuns.ByModel(
                FigureRuns.Plain(records).Where(r => r.Epochs.Length > 0 && Corruptions.Contains(r.Corruption))
            )
            from scale in FigureRuns.ByScale(model)
            let runs = FigureRuns.OfOneSetting(scale)
            where runs.Select(r => r.Corruption).Distinct().Count() >= Least
            select Draw(model.Key, scale.Key, runs),
        ];

    private static Figure Draw(string model, FigureScale scale, FigureRun[] runs)
    {
        var shown = Corruptions.Index().Where(c => runs.Any(r => r.Corruption == c.Item)).ToArray();
        var drawn = shown.Select(s => FigureRuns.Representative(runs.Where(r => r.Corruption == s.Item))).ToArray();
        var missing = Corruptions.Except(shown.Select(s => s.Item)).Select(PaperSections.CorruptionTitle).ToArray();
        return new Figure(
            FigureRuns.Id("figure-1a", scale, model),
            $"Training loss: {PaperSections.ModelTitle(model)}, {FigureRuns.Words(runs)}",
            "thousand steps",
            "training loss, nats"
        )
        {
            Summary = Summary(drawn),
            Curves =
            [
                .. shown.Zip(
                    drawn,
                    (s, run) =>
                        new FigureCurve(
                            PaperSections.CorruptionTitle(s.Item),
                            s.Index,
                            [.. run.Epochs.Select(e => new FigurePoint(e.Steps / 1000.0, e.OnlineLoss))]
                        )
                        // On a perceptron, shuffled pixels lie upon true labels, and Gaussian ones upon random ones.
                        {
                            Dashed = s.Item is "shuffled-pixels" or "gaussian",
                        }
                ),
            ],
            Notes =
            [
                FigureRuns.Sentence(drawn),
                .. drawn.Any(r => TrainingRuns.EndedWhenFitted(r.Record)) ? [Ends(drawn)] : Array.Empty<string>(),
                .. missing.Length > 0 ? [$"Not run yet: {string.Join(", ", missing)}."] : Array.Empty<string>(),
            ],
        };
    }

    private static string Summary(FigureRun[] drawn)
    {
        var last = drawn.Max(r => r.Epochs[^1].OnlineLoss).ToString("G2", CultureInfo.InvariantCulture);
        return $"Whatever is done to the data, the training loss falls: its largest last value is {last} nats, the paper's are 0.";
    }

    private static string Ends(FigureRun[] drawn)
    {
        var on = drawn.Where(r => !r.Experiment.StopWhenFitted).Select(r => PaperSections.CorruptionTitle(r.Corruption)).ToArray();
        return on.Length == 0
            ? "A curve ends where the training set was fitted."
            : $"A curve ends where the training set was fitted; {string.Join(", ", on)} went on.";
    }
}
