using System.Globalization;
using Generalization.Experiments;
using Generalization.Report.Figures;
using Generalization.Report.Paper;
using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>Figure 1b's sentence: corrupted labels take a small constant factor longer.</summary>
internal static class OverfittingFactor
{
    // The figure's axis ends at about 3.5.
    private const double Small = 4;

    public static IEnumerable<PaperStatement> Of(IReadOnlyList<Run> records)
    {
        foreach (var model in FigureRuns.ByModel(FigureRuns.Plain(records).Where(r => r.LabelCorruption is not null)))
        foreach (var scale in FigureRuns.ByScale(model))
        {
            var runs = FigureRuns.OfOneSetting(scale);
            var factors = (
                from run in runs
                where run.LabelCorruption > 0
                let factor = TrainingRuns.RelativeTime(run.Record, records, TrainingRuns.Overfitted)
                where factor is not null
                group factor.Value by run.LabelCorruption!.Value into same
                orderby same.Key
                select (P: same.Key, Factor: same.Average())
            ).ToArray();
            if (factors.Length == 0)
                continue;
            var unfitted = runs.Where(r =>
                    r is { LabelCorruption: > 0, Result: not null, Epochs.IsEmpty: false }
                    && TrainingRuns.StepsTo(r.Record, TrainingRuns.Overfitted) is null
                )
                .ToArray();
            // One that ended sooner might have fitted in time.
            var tooLong = unfitted.Any(r =>
                TrainingRuns.StepsOnTrueLabels(r.Record, records, TrainingRuns.Overfitted) is { } clean
                && r.Epochs[^1].Steps > Small * clean
            );
            yield return new(
                FigureRuns.Id("factor", scale.Key, model.Key),
                "Even with random labels the time to overfit grows by a small constant factor only.",
                $"The steps to fit 98 % are at most {Small.ToString(CultureInfo.InvariantCulture)} times those of true labels at every "
                    + "share of corrupted labels that was run.",
                factors.Any(f => f.Factor > Small) || tooLong ? Agreement.Differs
                    : unfitted.Length == 0 && factors[^1].P == 1 ? Agreement.Agrees
                    : null,
                $"{PaperSections.ModelTitle(model.Key)}, {FigureRuns.Words(runs)}: "
                    + string.Join(", ", factors.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Factor:F2} at {f.P}")))
                    + (unfitted.Length > 0 ? "; some trainings ended before they had fitted 98 %." : ".")
            );
        }
    }
}
