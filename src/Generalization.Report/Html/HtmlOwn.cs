using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report.Content;
using Generalization.Report.Drawing;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>Runs that are none of the paper's: their curves first, then their table.</summary>
internal static class HtmlOwn
{
    public static IEnumerable<object> Of(PaperReport report, IReadOnlyList<FigurePicture> pictures) =>
        report.Own.SelectMany(g => new object[] { "\n", Group(g, pictures) });

    private static XElement Group(OwnGroup group, IReadOnlyList<FigurePicture> pictures) =>
        Element(
            "section",
            Attribute("id", group.Id),
            Element("h2", group.Title),
            group.Figures.IsEmpty
                ? null
                : Element("div", Class("panels"), pictures.Where(p => group.Figures.Contains(p.Figure)).Select(HtmlPicture.Whole)),
            Element("div", Class("box"), Attribute("tabindex", "0"), TableOf(group))
        );

    private static XElement TableOf(OwnGroup group) =>
        group.IsOfTrainings ? Trainings(group)
        : group.IsOfManyWorkers ? ByManyWorkers(group)
        : Others(group);

    private static XElement ByManyWorkers(OwnGroup group)
    {
        var table = ManyWorkersTable.Of(group);
        return Table(
            [.. table.Columns, "runs", "state"],
            table.Rows.Zip<ImmutableArray<string>, OwnRow, object?[]>(group.Rows, (cells, row) => [.. cells, Runs(row), State(row)])
        );
    }

    private static XElement Trainings(OwnGroup group) =>
        Table(
            ["what", "training accuracy", "test accuracy", "best test accuracy", "epochs", "runs", "state"],
            group.Rows.Select(r =>
                new object?[]
                {
                    r.Label,
                    Percent(r.Of(x => x.Result?.Training?.TrainAccuracy)),
                    Percent(r.Of(x => x.Result?.Training?.TestAccuracy)),
                    Percent(r.Of(x => x.Result?.Training?.BestTestAccuracy)),
                    r.Of(x => x.Result?.Training?.Epochs ?? (x.History.IsEmpty ? null : x.History.Length)).Mean is { } epochs
                        ? epochs.ToString("0.#", CultureInfo.InvariantCulture)
                        : "–",
                    Runs(r),
                    State(r),
                }
            )
        );

    private static XElement Others(OwnGroup group) =>
        Table(["what", "result", "runs"], group.Rows.Select(r => new object?[] { r.Label, r.Runs[0].Outcome, Runs(r) }));

    private static XElement Table(string[] columns, IEnumerable<object?[]> rows) =>
        Element(
            "table",
            Element("thead", Element("tr", columns.Select(c => Element("th", Attribute("scope", "col"), Class(ClassOf(c)), c)))),
            Element(
                "tbody",
                rows.Select(r =>
                    Element(
                        "tr",
                        r.Select(
                            (cell, i) =>
                                i == 0 ? Element("th", Attribute("scope", "row"), cell) : Element("td", Class(ClassOf(columns[i])), cell)
                        )
                    )
                )
            )
        );

    private static string ClassOf(string column) =>
        column is "what" or "state" or "result" or "policy" or "engine" or "remedy" or "otherwise" ? "" : "number";

    private static XElement Runs(OwnRow row) =>
        Link("#run-" + row.Runs[0].Experiment.Id, row.Runs.Length.ToString(CultureInfo.InvariantCulture));

    private static string State(OwnRow row) =>
        row.Runs.FirstOrDefault(r => r.Result?.Error is not null || r.Damage is not null) is { } broken
            ? broken.Outcome
            : string.Join(
                ", ",
                row.Runs.GroupBy(r => r.Status).OrderBy(g => g.Key).Select(g => FormattableString.Invariant($"{g.Count()} {Word(g.Key)}"))
            );

    private static string Word(RunStatus status) =>
        status switch
        {
            RunStatus.Finished => "done",
            RunStatus.Running => "running",
            RunStatus.Failed => "failed",
            RunStatus.Pending => "to go",
            _ => "damaged",
        };

    private static string Percent((double? Mean, double? Spread) number) =>
        number.Mean is not { } mean ? "–"
        : number.Spread is { } spread ? string.Create(CultureInfo.InvariantCulture, $"{100 * mean:F2} ± {100 * spread:F2} %")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * mean:F2} %");
}
