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
        FigureRun[] trainings =
        [
            .. from record in records
            where record is { Experiment: TrainingExperiment { Augment: "none", Dropout: 0 }, Result.Training.TrainAccuracy: not null }
            let run = new FigureRun((TrainingExperiment)record.Experiment, record)
            where TrainingRuns.IsOfThePaper(run.Experiment)
            where run.Corruption is "random-labels" or "true-labels"
            select run,
        ];
        var decayed =
            from run in trainings
            where run.Experiment.WeightDecay > 0
            group run by (
                run.Experiment.Model,
                Scale: new FigureScale(run.Experiment.Dataset, run.Experiment.Train, run.Experiment.Test),
                run.Experiment.WeightDecayOn,
                Settings: WithoutDecay(run.Experiment)
            );
        foreach (var group in decayed)
        {
            // A longer training fits more, whatever decay does: the longest are compared, and with what had as many epochs.
            var longest = group.Where(r => r.Corruption == "random-labels").Max(r => (int?)r.Experiment.Epochs);
            Coefficient[] coefficients =
            [
                .. from run in @group
                group run by run.Experiment.WeightDecay into same
                orderby same.Key
                let random = same.Where(r => r.Corruption == "random-labels" && r.Experiment.Epochs == longest).ToArray()
                where random.Length > 0
                let real = same.Where(r => r.Corruption == "true-labels").ToArray()
                select new Coefficient(
                    same.Key,
                    random.Average(r => r.Result!.TrainAccuracy!.Value),
                    real.Length > 0 ? real.Average(r => r.Result!.TestAccuracy) : null,
                    random[0].Result!.TrainCount
                ),
            ];
            if (coefficients.Length < Least)
                continue;
            var epochs = group.Where(r => r.Corruption == "random-labels" && r.Experiment.Epochs == longest).Max(r => r.Result!.Epochs);
            var without = trainings
                .Where(r =>
                    r is { Experiment.WeightDecay: 0, Corruption: "random-labels" } && WithoutDecay(r.Experiment) == group.Key.Settings
                )
                .Select(r => FittedAfter(r, epochs))
                .OfType<double>()
                .ToArray();
            yield return Statement([.. group], coefficients, without.Length > 0 ? without.Average() : null);
        }
    }

    // Where nothing decays it does not matter what would.
    private static string WithoutDecay(TrainingExperiment training) =>
        TrainingRuns.Settings(training with { WeightDecay = 0, WeightDecayOn = "all" });

    // The training accuracy after so many epochs; null where it was not measured there. One that ended before had fitted.
    private static double? FittedAfter(FigureRun run, int epochs) =>
        run.Epochs.FirstOrDefault(e => e.Epoch == epochs) is { } at ? at.TrainAccuracy
        : run.Result!.Epochs == epochs || (run.Result.Epochs < epochs && run.Result.EpochsToFit is not null) ? run.Result.TrainAccuracy
        : null;

    private static PaperStatement Statement(FigureRun[] runs, Coefficient[] coefficients, double? without)
    {
        var (first, model) = (runs[0].Experiment, runs[0].Experiment.Model);
        var scale = new FigureScale(first.Dataset, first.Train, first.Test);
        // Labels that a small coefficient fits were not kept from being fitted, whatever is fitted without one.
        var reference =
            without >= ErrorCounts.NearSaturation ? without
            : coefficients[0].Random >= FitVerdict.FittedShare ? coefficients[0].Random
            : null;
        var end = reference is { } share ? coefficients.FirstOrDefault(c => c.FitsLessThan(share)) : null;
        return new(
            FigureRuns.Id("decay", scale, model) + (first.WeightDecayOn == "weights" ? "-on-weights" : ""),
            "Weight decay does not stop a network from fitting random labels.",
            "At the smallest coefficient that was run, and without weight decay after as many epochs, as many random labels are left over: "
                + "less than 1.5 times as many, or 3√(e₁ + e₂) apart at most.",
            reference is null ? null
                : end == coefficients[0] ? Agreement.Differs
                : Agreement.Agrees,
            $"{PaperSections.ModelTitle(model)}, {FigureRuns.Words(runs)}: "
                + string.Join(
                    "; ",
                    (without is { } fitted ? [$"without it {Percent(fitted)} of random labels are fitted"] : Array.Empty<string>()).Concat(
                        coefficients.Select(Words)
                    )
                )
                + (
                    reference is null
                        ? without is null
                            ? ". What is fitted without it after as many epochs is not known."
                            : ". They are not fitted without it either."
                        : end is not null
                            ? $". Memorization ends at λ = {KindWords.Plain(end.Lambda)}."
                            : ". It ends at none of them."
                )
        );
    }

    private static string Words(Coefficient at) =>
        $"λ = {KindWords.Plain(at.Lambda)} fits {Percent(at.Random)} of random labels"
        + (at.Real is null ? "" : $", and with true labels gets {Percent(at.Real)} of new images right");

    private static string Percent(double? fraction) => (100 * fraction!.Value).ToString("F1", CultureInfo.InvariantCulture) + " %";

    // What a coefficient leads to: the share of random labels that are fitted, the test accuracy with true labels, and of how many images.
    private sealed record Coefficient(double Lambda, double Random, double? Real, int Count)
    {
        public bool FitsLessThan(double share) =>
            Random < share && ErrorCounts.Compare(Count * (1 - Random), Count * (1 - share)) == Agreement.Differs;
    }
}
