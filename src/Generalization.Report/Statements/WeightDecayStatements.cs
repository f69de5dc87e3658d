using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Learning;
using Generalization.Report.Figures;
using Generalization.Report.Paper;
using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>How much weight decay it takes to stop memorization, and what it does to true labels.</summary>
internal static class WeightDecayStatements
{
    // One coefficient says nothing of where it ends.
    private const int Least = 2;

    public static IEnumerable<PaperStatement> Of(IReadOnlyList<Run> records)
    {
        var trainings =
            from record in records
            where record is { Experiment: TrainingExperiment { Augment: "none", Dropout: 0 }, Result.Training.TrainAccuracy: not null }
            let run = new FigureRun((TrainingExperiment)record.Experiment, record)
            where run.Corruption is "random-labels" or "true-labels"
            group run by (
                run.Experiment.Model,
                Scale: new FigureScale(run.Experiment.Dataset, run.Experiment.Train, run.Experiment.Test),
                Settings: TrainingRuns.Settings(run.Experiment with { WeightDecay = 0 })
            );
        foreach (var group in trainings)
        {
            var coefficients = (
                from run in @group
                where run.Experiment.WeightDecay > 0
                group run by run.Experiment.WeightDecay into same
                orderby same.Key
                select (
                    Lambda: same.Key,
                    Random: Mean(same, "random-labels", r => r.TrainAccuracy),
                    Real: Mean(same, "true-labels", r => r.TestAccuracy)
                )
            )
                .Where(c => c.Random is not null)
                .ToArray();
            if (coefficients.Length >= Least)
                yield return Statement([.. group], group.Key.Model, group.Key.Scale, coefficients);
        }
    }

    private static PaperStatement Statement(
        FigureRun[] runs,
        string model,
        FigureScale scale,
        (double Lambda, double? Random, double? Real)[] coefficients
    ) =>
        new(
            FigureRuns.Id("decay", scale, model) + (runs[0].Experiment.WeightDecayOn == "weights" ? "-on-weights" : ""),
            "Weight decay does not stop a network from fitting random labels.",
            "At the smallest coefficient that was run at least 99 % of the random labels are fitted.",
            coefficients[0].Random >= FitVerdict.FittedShare ? Agreement.Agrees : Agreement.Differs,
            $"{PaperSections.ModelTitle(model)}, {FigureRuns.Words(runs)}: "
                + string.Join("; ", coefficients.Select(Words))
                + (
                    coefficients.FirstOrDefault(c => c.Random < FitVerdict.FittedShare) is { Lambda: > 0 } first
                        ? $". Memorization ends at λ = {KindWords.Plain(first.Lambda)}."
                        : ". It ends at none of them."
                )
        );

    private static string Words((double Lambda, double? Random, double? Real) at) =>
        $"λ = {KindWords.Plain(at.Lambda)} fits {Percent(at.Random)} of random labels"
        + (at.Real is null ? "" : $", and with true labels gets {Percent(at.Real)} of new images right");

    private static double? Mean(IEnumerable<FigureRun> runs, string corruption, Func<TrainingResult, double?> of) =>
        runs.Where(r => r.Corruption == corruption).Average(r => of(r.Result!));

    private static string Percent(double? fraction) => (100 * fraction!.Value).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
