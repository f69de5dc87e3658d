using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;
using Generalization.Training.History;

namespace Generalization.Report.Figures;

/// <summary>The accuracies on the clean and on the corrupted part of training sets with partially corrupted labels.</summary>
internal static class LearnThenMemorizeFigure
{
    private const int MostProbabilities = 3;

    public static ImmutableArray<Figure> Of(IReadOnlyList<Run> records) =>
        [
            .. from model in FigureRuns.ByModel(
                FigureRuns
                    .Plain(records)
                    .Where(r => r.Corruption == "partial-labels" && r.Epochs.Any(e => e.OnlineCorruptedSubsetAccuracy is not null))
            )
            from scale in FigureRuns.ByScale(model)
            select Draw(model.Key, scale.Key, FigureRuns.OfOneSetting(scale)),
        ];

    private static Figure Draw(string model, FigureScale scale, FigureRun[] runs)
    {
        var byProbability = runs.GroupBy(r => r.LabelCorruption!.Value)
            .OrderBy(g => g.Key)
            .Select(g => (P: g.Key, Run: FigureRuns.Representative(g)))
            .ToArray();
        var shown = Spread(byProbability);
        return new Figure(
            FigureRuns.Id("learn-then-memorize", scale, model),
            $"{PaperSections.ModelTitle(model)}, {FigureRuns.Words(runs)}",
            "epochs",
            "training accuracy, %"
        )
        {
            Top = 102,
            Legend = FigureLegend.Outside,
            Curves =
            [
                .. shown
                    .Index()
                    .SelectMany(s =>
                        new[]
                        {
                            new FigureCurve(
                                FormattableString.Invariant($"p = {s.Item.P}, clean"),
                                s.Index,
                                Points(s.Item.Run, e => e.OnlineCleanSubsetAccuracy)
                            ),
                            new FigureCurve(
                                FormattableString.Invariant($"p = {s.Item.P}, corrupted"),
                                s.Index,
                                Points(s.Item.Run, e => e.OnlineCorruptedSubsetAccuracy)
                            )
                            {
                                Dashed = true,
                            },
                        }
                    ),
            ],
            Notes =
            [
                FigureRuns.Sentence([.. shown.Select(s => s.Run)]),
                .. shown.Select(s => Sentence(s.P, s.Run)),
                .. byProbability.Length > shown.Length
                    ?
                    [
                        "Not drawn: p = "
                            + string.Join(", ", byProbability.Except(shown).Select(s => s.P.ToString(CultureInfo.InvariantCulture)))
                            + ".",
                    ]
                    : Array.Empty<string>(),
            ],
        };
    }

    // The outermost and those evenly between: more curves cannot be told apart.
    private static (double P, FigureRun Run)[] Spread((double P, FigureRun Run)[] all) =>
        all.Length <= MostProbabilities
            ? all
            :
            [
                .. Enumerable
                    .Range(0, MostProbabilities)
                    .Select(i => all[(int)Math.Round(i * (all.Length - 1) / (MostProbabilities - 1.0), MidpointRounding.AwayFromZero)]),
            ];

    private static ImmutableArray<FigurePoint> Points(FigureRun run, Func<EpochRecord, double?> accuracy) =>
        [.. from epoch in run.Epochs where accuracy(epoch) is not null select new FigurePoint(epoch.Epoch, 100 * accuracy(epoch)!.Value)];

    private static string Sentence(double probability, FigureRun run)
    {
        string Reached(Func<EpochRecord, double?> accuracy) =>
            run.Epochs.FirstOrDefault(e => accuracy(e) >= 0.5) is { } epoch
                ? $"in epoch {epoch.Epoch}"
                : $"not within {run.Epochs.Length} epochs";
        return string.Create(
                CultureInfo.InvariantCulture,
                $"p = {probability}: half of the clean part is right {Reached(e => e.OnlineCleanSubsetAccuracy)}, "
            ) + $"half of the corrupted part {Reached(e => e.OnlineCorruptedSubsetAccuracy)}.";
    }
}
