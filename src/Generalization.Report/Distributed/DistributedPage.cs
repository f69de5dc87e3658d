using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Generalization.Distributed.Results;
using Generalization.Report.Audits;
using Generalization.Report.Drawing;
using Generalization.Report.Figures;
using Generalization.Report.Html;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Distributed;

/// <summary>distributed.html: one file that asks for no other.</summary>
internal static class DistributedPage
{
    public static string Of(DistributedRun run)
    {
        var title = $"{run.Model} on {run.Dataset} by {Number(run.Workers)} workers";
        return Page(
            AuditPage.Document(
                title,
                [
                    Element(
                        "header",
                        Element("h1", title),
                        Element("p", Class("headline"), Headline(run)),
                        Element("p", Class("faint"), How(run))
                    ),
                    "\n",
                    Section("Accuracy", Pictures(DistributedFigures.Accuracy(run), DistributedFigures.AgainstStaleness(run))),
                    "\n",
                    Section(
                        "Staleness",
                        [.. Pictures(DistributedFigures.ByWorker(run), DistributedFigures.ByBlock(run)), StalenessTable(run)]
                    ),
                    "\n",
                    Section("Bytes", [Bytes(run)]),
                    "\n",
                    Section("Failures", [Element("p", Failures(run))]),
                    "\n",
                    Section("Epochs", [EpochTable(run)]),
                ]
            )
        );
    }

    private static XElement Section(string title, IEnumerable<object?> content) => Element("section", [Element("h2", title), .. content]);

    private static object?[] Pictures(params Figure[] figures) =>
        [.. figures.Where(f => f.Curves.Any(c => c.Points.Length > 0)).Select(f => HtmlPicture.Whole(FigurePicture.Of(f)))];

    private static string Headline(DistributedRun run) =>
        run.HasDiverged ? $"The training diverged in epoch {Number(run.Epochs.Length + 1)}: a loss was no finite number."
        : run.Epochs.LastOrDefault() is not { } last ? "No epoch was ended."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"After {last.Epoch} epochs {100 * last.OnlineAccuracy:0.0} % of the training examples were right while they were trained on"
        )
            + (
                last.TestAccuracy is { } test
                    ? string.Create(CultureInfo.InvariantCulture, $", and {100 * test:0.0} % of the test examples.")
                    : "."
            );

    private static string How(DistributedRun run) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{run.TrainCount:N0} training examples in parts of {run.BatchSize}, learning rate {run.LearningRate}, policy {run.Policy}, "
                + $"remedy {run.Remedy}, gradients {run.Gradients}, seed {run.Seed}. {run.Parameters:N0} parameters, "
                + $"blocks: {run.Staleness.Length}. {run.Seconds:0.#} s{(run.IsSimulated ? ", simulated" : "")}."
        );

    private static string Failures(DistributedRun run) =>
        run.PartsBegunAgain == 0 && run.TimesBack == 0
            ? "No part was begun again, and the training never went back to a checkpoint."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{run.PartsBegunAgain:N0} parts were begun again because their worker was lost. The training went back to a checkpoint "
                    + $"{run.TimesBack} times, and {run.PartsLost:N0} parts were done twice for it. Failures took {run.SecondsLost:0.#} s."
            );

    private static XElement Bytes(DistributedRun run) =>
        Table(
            ["what", "for a part", "in all"],
            [
                ["parameters to workers", Mega((double)run.BytesPulled / Math.Max(1, run.CountedParts)), Mega(run.BytesPulled)],
                ["gradients to blocks", Mega((double)run.BytesPushed / Math.Max(1, run.CountedParts)), Mega(run.BytesPushed)],
                ["both", Mega(run.BytesPerStep), Mega(run.BytesPulled + run.BytesPushed)],
            ]
        );

    private static XElement StalenessTable(DistributedRun run)
    {
        var workers = run.Staleness.SelectMany(b => b.Keys).Distinct().Order();
        return Table(
            ["worker", "gradients", "mean staleness", "largest"],
            workers.Select(worker =>
            {
                var counts = DistributedFigures.Sum(run.Staleness.Select(b => b.GetValueOrDefault(worker, [])));
                var total = Math.Max(1, counts.Sum());
                return new[]
                {
                    Number(worker),
                    Number(counts.Sum() / Math.Max(1, run.Staleness.Length)),
                    (counts.Select((c, s) => (double)c * s).Sum() / total).ToString("0.00", CultureInfo.InvariantCulture),
                    Number(Math.Max(0, Array.FindLastIndex(counts, c => c > 0))),
                };
            })
        );
    }

    private static XElement EpochTable(DistributedRun run) =>
        Table(
            ["epoch", "seconds", "loss", "right, online (%)", "right, test (%)", "mean staleness"],
            run.Epochs.Select(e =>
                new[]
                {
                    Number(e.Epoch),
                    e.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                    e.OnlineLoss.ToString("0.0000", CultureInfo.InvariantCulture),
                    (100 * e.OnlineAccuracy).ToString("0.00", CultureInfo.InvariantCulture),
                    e.TestAccuracy is { } test ? (100 * test).ToString("0.00", CultureInfo.InvariantCulture) : "",
                    e.MeanStaleness.ToString("0.00", CultureInfo.InvariantCulture),
                }
            )
        );

    private static XElement Table(ImmutableArray<string> head, IEnumerable<string[]> rows) =>
        Element(
            "table",
            Element("thead", Element("tr", head.Select(h => (object?)Element("th", h)))),
            Element("tbody", rows.Select(row => (object?)Element("tr", row.Select(cell => (object?)Element("td", cell)))))
        );

    private static string Mega(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N3} MB");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
