using System.Globalization;
using Generalization.Experiments;
using Generalization.Report.Figures;
using Generalization.Report.Paper;
using Generalization.Report.Statistics;
using Generalization.Training.History;

namespace Generalization.Report.Statements;

/// <summary>Early stopping: on noisy labels the test accuracy peaks before the wrong labels are memorized.</summary>
/// <remarks>The gain is that of the epoch that held-out training images choose where there are some; the best test accuracy is a maximum
/// over the test set's noise, and shown as such.</remarks>
internal static class EarlyStopping
{
    private const double Gain = 0.02;

    public static IEnumerable<PaperStatement> Of(IReadOnlyList<Run> records)
    {
        foreach (
            var run in FigureRuns
                .Plain(records)
                .Where(r => r is { LabelCorruption: > 0 and < 1, Result.TestAccuracy: not null })
                .Where(r => r.Epochs.Any(e => e.TestAccuracy is not null))
                .OrderBy(r => r.Experiment.Model, StringComparer.Ordinal)
                .ThenBy(r => r.LabelCorruption)
                .ThenBy(r => r.Experiment.Seed)
        )
        {
            var peak = run.Epochs.Where(e => e.TestAccuracy is not null).MaxBy(e => e.TestAccuracy)!;
            var chosen = run.Epochs.Where(e => e.ValidationAccuracy is not null).MaxBy(e => e.ValidationAccuracy);
            var (final, reached) = (run.Result!.TestAccuracy!.Value, (chosen ?? peak).TestAccuracy);
            yield return new(
                $"early-{run.Experiment.Id}",
                "With noisy labels, stopping early helps: true regularities are learned before wrong labels are memorized.",
                "The test accuracy at the epoch that held-out images choose is at least 2 points above that at the end; where none are "
                    + "held out, that at the best epoch, which is a maximum over the test set's noise.",
                reached is null ? null
                    : reached - final >= Gain ? Agreement.Agrees
                    : Agreement.Differs,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{PaperSections.ModelTitle(run.Experiment.Model)}, {FigureRuns.Words([run])}, p = {run.LabelCorruption}, seed "
                        + $"{run.Experiment.Seed}: best test accuracy {Percent(peak.TestAccuracy)} in epoch {peak.Epoch}, when "
                        + $"{Percent(peak.OnlineCleanSubsetAccuracy)} of the clean and {Percent(peak.OnlineCorruptedSubsetAccuracy)} of "
                        + $"the corrupted labels were fitted; {Percent(final)} at the end{Chosen(chosen)}."
                )
            );
        }
    }

    private static string Chosen(EpochRecord? epoch) =>
        epoch is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; held-out noisy labels choose epoch {epoch.Epoch}, where it is {Percent(epoch.TestAccuracy)}"
            );

    private static string Percent(double? fraction) =>
        fraction is { } f ? (100 * f).ToString("F1", CultureInfo.InvariantCulture) + " %" : "an unknown share";
}
