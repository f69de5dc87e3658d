using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
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
    private const double Fits = 0.99;

    internal static ReportVerdict Of(IReadOnlyList<Run> records, IEnumerable<ReportSection> sections)
    {
        var networks = FigureRuns
            .ByModel(FigureRuns.Plain(records).Where(r => r.Corruption == "random-labels" && r.Result?.TrainAccuracy is not null))
            .Select(m => FigureRuns.ByScale(m).OrderByDescending(s => s.First().Result!.TrainCount).First())
            .Select(s => (Scale: s.Key, Runs: FigureRuns.OfOneSetting(s)))
            .ToArray();
        var fitted = networks.Where(n => n.Runs.Average(r => r.Result!.TrainAccuracy)!.Value >= Fits).ToArray();
        var smaller = fitted.Count(n => n.Runs[0].Result!.TrainCount < PaperScale.Cifar10.Train);
        var scale =
            smaller == 0 ? ""
            : smaller == fitted.Length ? ", if on fewer images than the paper's"
            : string.Create(CultureInfo.InvariantCulture, $", {smaller} of them on fewer images than the paper's");
        return new ReportVerdict(
            HeadlineOf(networks.Length, fitted.Length, scale),
            [.. networks.Select(n => Line(n.Scale, n.Runs, records))],
            ScaleOf(sections),
            ProgressOf(records)
        );
    }

    private static string HeadlineOf(int networks, int fitted, string scale) =>
        (networks, fitted) switch
        {
            (0, _) => "No network has finished training on random labels yet, so nothing can be said of memorization.",
            (1, 1) => $"A network learned entirely random labels by heart{scale}: a perfect training score alone "
                + "does not show that a network has learned anything.",
            (var all, var some) when all == some =>
                $"{(all == 2 ? "Both" : $"All {all}")} networks learned entirely random labels by heart{scale}: a perfect "
                    + "training score alone does not show that a network has learned anything.",
            (1, 0) => "The network that was trained on random labels has not fitted them.",
            (var all, 0) => $"None of the {all} networks that were trained on random labels fitted them.",
            var (all, some) => $"{some} of {all} networks learned entirely random labels by heart, 99 % of them or more{scale}: a perfect "
                + "training score alone does not show that a network has learned anything.",
        };

    private static string Line(FigureScale scale, FigureRun[] random, IReadOnlyList<Run> records)
    {
        var model = random[0].Experiment.Model;
        var learned = FigureRuns.OfOneSetting(
            FigureRuns
                .Plain(records)
                .Where(r =>
                    r.Corruption == "true-labels"
                    && r.Experiment.Model == model
                    && new FigureScale(r.Experiment.Dataset, r.Experiment.Train, r.Experiment.Test) == scale
                    && r.Result?.TestAccuracy is not null
                )
        );
        var line =
            $"{PaperSections.ModelTitle(model)}, "
            + $"{FigureRuns.Words(random)}{(FigureRuns.TestWords(random) is { } tested ? $", {tested}" : "")}: "
            + $"fits {Percent(random.Average(r => r.Result!.TrainAccuracy))} of random labels, "
            + $"and is then right on {Percent(random.Average(r => r.Result!.TestAccuracy))} of new images";
        return learned.Length > 0
            ? $"{line}; trained on true labels, on {Percent(learned.Average(r => r.Result!.TestAccuracy))}."
            : line + ".";
    }

    private static string ScaleOf(IEnumerable<ReportSection> sections)
    {
        var rows = sections.SelectMany(s => s.Rows).ToArray();
        int Count(ReportStatus status) => rows.Count(r => r.Status == status);
        var (same, off, smaller) = (Count(ReportStatus.Reproduced), Count(ReportStatus.Deviates), Count(ReportStatus.SmallerScale));
        var (pending, others, without) = (Count(ReportStatus.Pending), Count(ReportStatus.NotListed), Count(ReportStatus.WithoutValue));
        var left = pending > 0 ? $"{pending} have not run" : "none is left to run";
        if (others > 0)
            left += $", {others} are in no experiment of this list";
        if (without > 0)
            left += $", {without} ran without coming to a number";
        var small = smaller == 0 ? "" : $" {smaller} ran at a smaller scale, and are shown beside the paper's without being compared.";
        return same + off == 0
            ? $"Nothing here is at the paper's scale yet: of its {rows.Length} numbers {left}.{small}"
            : $"Of the paper's {rows.Length} numbers {same + off} were run at its scale: {same} agree and {off} deviate; {left}.{small}";
    }

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
