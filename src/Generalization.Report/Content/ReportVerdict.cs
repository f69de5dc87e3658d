using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Learning;
using Generalization.Report.Figures;
using Generalization.Report.Paper;

namespace Generalization.Report.Content;

/// <summary>What a reader asks first: did networks fit random labels, and what are they worth on new images.</summary>
/// <param name="Headline">The answer in a sentence.</param>
/// <param name="Networks">A line for each network that was trained on random labels: where, how much it fitted, and what it gets
/// right.</param>
/// <param name="Scale">How much of it is at the paper's scale, in a sentence.</param>
/// <param name="Progress">How many experiments are done, in a sentence.</param>
public sealed record ReportVerdict(string Headline, ImmutableArray<string> Networks, string Scale, string Progress)
{
    internal static ReportVerdict Of(IReadOnlyList<Run> records, ImmutableArray<ReportSection> sections)
    {
        var networks = FigureRuns
            .ByModel(FigureRuns.Plain(records).Where(r => r.Corruption == "random-labels" && r.Result?.TrainAccuracy is not null))
            .Select(m => FigureRuns.ByScale(m).OrderByDescending(s => s.First().Result!.TrainCount).First())
            .Select(s => (Scale: s.Key, Runs: FigureRuns.OfOneSetting(s)))
            .ToArray();
        var fitted = networks.Where(n => n.Runs.Average(r => r.Result!.TrainAccuracy)!.Value >= FitVerdict.FittedShare).ToArray();
        var smaller = fitted.Count(n => n.Runs[0].Result!.TrainCount < PaperScale.Cifar10.Train);
        var scale =
            smaller == 0 ? ""
            : smaller == fitted.Length ? ", if on fewer images than the paper's"
            : string.Create(CultureInfo.InvariantCulture, $", {smaller} of them on fewer images than the paper's");
        return new ReportVerdict(
            sections.IsEmpty && networks.Length == 0 ? OwnHeadline(records)
                : fitted.Length == 0 && networks.Length > 0 ? NoneFitted([.. networks.Select(n => n.Runs)])
                : HeadlineOf(networks.Length, fitted.Length, sections.IsEmpty ? "" : scale),
            [.. networks.Select(n => Line(n.Scale, n.Runs, records))],
            sections.IsEmpty ? "" : ScaleOf(sections),
            ProgressOf(records)
        );
    }

    // Which training does best where the paper's question was not asked. Seeds are averaged, and data sets are not compared.
    private static string OwnHeadline(IReadOnlyList<Run> records)
    {
        var trainings = (
            from record in records
            where record.Result?.Training?.TestAccuracy is not null
            let run = new FigureRun((TrainingExperiment)record.Experiment, record)
            group run by (run.Experiment.Dataset, run.Experiment.Test) into same
            select same.GroupBy(r => TrainingRuns.WithoutSeed(r.Experiment)).Select(g => g.ToArray()).ToArray()
        ).ToArray();
        return trainings.Length == 0
            ? ManyWorkersHeadline(records) ?? ProgressOf(records)
            : string.Join(" ", trainings.Select(settings => BestOf(settings, named: trainings.Length > 1)));
    }

    private static string BestOf(FigureRun[][] settings, bool named)
    {
        var best = settings.MaxBy(runs => Mean(runs))!;
        var first = best[0];
        var right = $"right on {Percent(Mean(best))} of new images{NoMoreThan(best)}";
        var seeds = best.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (the mean of {best.Length} seeds)");
        return settings.Length == 1
            ? $"{first.Record.Experiment.Words}: {right}{seeds}."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The best of {settings.Length} trainings{(named ? $" on {first.Experiment.Dataset}" : "")} is {right}: "
                    + $"{first.Record.Experiment.Words}{Beyond(first.Experiment)}{seeds}. It was chosen by these images, so that its share "
                    + $"is somewhat too high."
            );

        static string Beyond(TrainingExperiment training) => RunDifferences.DifferencesOf(training) is { } words ? $", {words}" : "";

        static double Mean(FigureRun[] runs) => runs.Average(r => r.Result!.TestAccuracy!.Value);
    }

    private static string? ManyWorkersHeadline(IReadOnlyList<Run> records)
    {
        var ended = records.Where(r => r.Result?.Distributed is not null).ToArray();
        if (ended.MaxBy(r => r.Result!.Distributed!.TestAccuracy) is not { Result.Distributed.TestAccuracy: { } share } best)
            return null;
        var diverged = ended.Count(r => r.Result!.Distributed!.Diverged);
        var lost = diverged == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" Of all {ended.Length}, {diverged} diverged.");
        return ended.Length == 1
            ? $"{best.Experiment.Words}: right on {Percent(share)} of new images."
            : $"The best of {ended.Length} trainings by many workers is right on {Percent(share)} of new "
                + $"images: {best.Experiment.Words}.{lost}";
    }

    private static string HeadlineOf(int networks, int fitted, string scale) =>
        (networks, fitted) switch
        {
            (0, _) =>
                "No network has finished training on random labels as the paper trains it, so nothing can be said of memorization yet.",
            (1, 1) => $"A network memorized entirely random labels{scale}: a perfect training score alone "
                + "does not show that a network has learned anything.",
            (var all, var some) when all == some =>
                $"{(all == 2 ? "Both" : $"All {all}")} networks memorized entirely random labels{scale}: a perfect "
                    + "training score alone does not show that a network has learned anything.",
            var (all, some) => $"{some} of {all} networks memorized entirely random labels, 99 % of them or more{scale}: a perfect "
                + "training score alone does not show that a network has learned anything.",
        };

    // As a training's own verdict has it: a part is memorized where more is fitted than the largest class alone gives.
    private static string NoneFitted(FigureRun[][] networks)
    {
        var parts = networks.Where(InPart).ToArray();
        if (networks.Length == 1)
            return parts.Length == 0
                ? $"The network that was trained on random labels has fitted {Percent(Fitted(networks[0]))} of them, less than 99 %."
                : $"The network that was trained on random labels memorized a part of them, {Percent(Fitted(networks[0]))}.";
        var none = string.Create(
            CultureInfo.InvariantCulture,
            $"None of the {networks.Length} networks that were trained on random labels fitted 99 % of them"
        );
        var some = parts.Length == networks.Length ? "each" : parts.Length.ToString(CultureInfo.InvariantCulture);
        return parts.Length == 0 ? $"{none}." : $"{none}; {some} memorized a part, at most {Percent(parts.Max(Fitted))}.";

        static double? Fitted(FigureRun[] runs) => runs.Average(r => r.Result!.TrainAccuracy);

        // Five deviations: among so many classes one is drawn more often than a class is met in the test set.
        static bool InPart(FigureRun[] runs) =>
            runs[0].Result is { LargestTestClass: { } largest, TrainCount: > 0 and var count }
            && Fitted(runs) > largest + 5 * Math.Sqrt(largest * (1 - largest) / count);
    }

    private static string Line(FigureScale scale, FigureRun[] random, IReadOnlyList<Run> records)
    {
        var model = random[0].Experiment.Model;
        var trueLabels = FigureRuns
            .Plain(records)
            .Where(r =>
                r.Corruption == "true-labels"
                && r.Experiment.Model == model
                && new FigureScale(r.Experiment.Dataset, r.Experiment.Train, r.Experiment.Test) == scale
                && r.Result?.TestAccuracy is not null
            )
            .ToArray();
        var settings = TrainingRuns.Settings(random[0].Experiment);
        var alike = trueLabels.Where(r => TrainingRuns.Settings(r.Experiment) == settings).ToArray();
        var learned = alike.Length > 0 ? alike : FigureRuns.OfOneSetting(trueLabels);
        var line =
            $"{PaperSections.ModelTitle(model)}, "
            + $"{FigureRuns.Words(random)}{(FigureRuns.TestWords(random) is { } tested ? $", {tested}" : "")}: "
            + $"fits {Percent(random.Average(r => r.Result!.TrainAccuracy))} of random labels, "
            + $"and is then right on {Percent(random.Average(r => r.Result!.TestAccuracy))} of new images";
        if (learned.Length == 0)
            return line + ".";
        // The paper changes the labels and nothing else.
        var changed = TrainingRuns.SettingsDifference(random[0].Experiment, learned[0].Experiment);
        return $"{line}; trained on true labels, on {Percent(learned.Average(r => r.Result!.TestAccuracy))}{NoMoreThan(learned)}"
            + (changed is null ? "." : $", but with other hyperparameters than for random labels ({changed}).");
    }

    // Learning is said of what is right more often than the largest class alone, as in a training's own verdict.
    private static string NoMoreThan(FigureRun[] learned)
    {
        if (learned.Any(r => r.Result!.LargestTestClass is null || r.Result.TestCount == 0))
            return "";
        var (count, largest) = (learned[0].Result!.TestCount, learned[0].Result!.LargestTestClass!.Value);
        var right = (int)Math.Round(count * learned.Average(r => r.Result!.TestAccuracy!.Value));
        return new MeasuredShare(right, count, largest).AboveLargestClass == Finding.Yes
            ? ""
            : $", which is not shown to be more than the largest class alone gives, {Percent(largest)}";
    }

    private static string ScaleOf(IEnumerable<ReportSection> sections)
    {
        var rows = sections.SelectMany(s => s.Rows).Where(r => r.Paper.CountedIn is null).ToArray();
        int Count(ReportStatus status) => rows.Count(r => r.Status == status);
        var (same, off, open) = (Count(ReportStatus.Reproduced), Count(ReportStatus.Deviates), Count(ReportStatus.Inconclusive));
        var compared = rows.Where(r => r.Status is ReportStatus.Reproduced or ReportStatus.Deviates or ReportStatus.Inconclusive).ToArray();
        var unverified = compared.Count(r => !r.IsVerified);
        string?[] rest =
        [
            Some(
                Count(ReportStatus.NotComparable),
                "cannot be compared, since the paper leaves open what it is of",
                "cannot be compared, since the paper leaves open what they are of"
            ),
            Some(
                Count(ReportStatus.SmallerScale),
                "ran at a smaller scale, and is shown without being compared",
                "ran at a smaller scale, and are shown without being compared"
            ),
            Some(Count(ReportStatus.WithoutValue), "ran without coming to a number", "ran without coming to a number"),
            Some(Count(ReportStatus.Pending), "has not run yet", "have not run yet"),
            Some(Count(ReportStatus.NotListed), "is in no experiment of this list", "are in no experiment of this list"),
        ];
        var left = string.Join("; ", rest.OfType<string>());
        var first =
            compared.Length == 0
                ? $"Nothing here is compared with the paper yet. Of its {rows.Length} numbers, each counted once"
                : $"Of the paper's {rows.Length} numbers, each counted once, {Counted(compared.Length, "was", "were")} "
                    + $"run at its scale: {Counted(same, "agrees", "agree")}, {Counted(off, "deviates", "deviate")} "
                    + $"and {Counted(open, "is", "are")} inconclusive{Unverified(unverified, compared.Length)}";
        return left.Length == 0 ? first + "."
            : compared.Length == 0 ? $"{first}, {left}."
            : $"{first}. Of the others {left}.";
    }

    private static string? Some(int count, string one, string many) => count == 0 ? null : Counted(count, one, many);

    private static string Counted(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Unverified(int unverified, int compared) =>
        unverified == 0 ? ""
        : unverified == compared ? $"{(compared == 1 ? "" : ", all of them")} on pixels that are not verified"
        : $", {unverified} of them on pixels that are not verified";

    private static string ProgressOf(IReadOnlyList<Run> records)
    {
        int Count(RunStatus status) => records.Count(r => r.Status == status);
        var others = string.Concat(
            new[] { (RunStatus.Running, "running"), (RunStatus.Failed, "failed"), (RunStatus.Pending, "pending") }
                .Where(s => Count(s.Item1) > 0)
                .Select(s => $", {Count(s.Item1)} {s.Item2}")
        );
        return $"{Count(RunStatus.Finished)} of {records.Count} experiments are done{others}.";
    }

    private static string Percent(double? fraction) =>
        fraction is { } f ? (100 * f).ToString("F1", CultureInfo.InvariantCulture) + " %" : "an unknown share";
}
