using System.Xml.Linq;
using Generalization.Report.Content;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>report.html: one file that asks for no other.</summary>
internal static class HtmlReport
{
    private const string Title = "The randomization tests, beside the paper";

    public static string Of(PaperReport report, IReadOnlyList<FigurePicture> pictures) =>
        Page(
            Element(
                "html",
                Attribute("lang", "en"),
                Element(
                    "head",
                    Element("meta", Attribute("charset", "utf-8")),
                    Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
                    Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
                    Element("title", $"{Title}: {report.Name}"),
                    Element("style", Style())
                ),
                Element(
                    "body",
                    [
                        Element("header", Element("h1", Title), Element("p", ReportWords.About)),
                        "\n",
                        Found(report),
                        "\n",
                        Contents(report),
                        "\n",
                        Element("p", Class("faint"), ReportWords.Legend),
                        .. report.Sections.SelectMany(s => new object[] { "\n", Section(report, s, pictures) }),
                        "\n",
                        HtmlRuns.Appendix(report),
                    ]
                )
            )
        );

    private static XElement Found(PaperReport report) =>
        Element(
            "section",
            [
                Class("found"),
                Attribute("id", "found"),
                Element("p", Class("headline"), report.Verdict.Headline),
                report.Verdict.Networks.IsEmpty ? null : Element("ul", report.Verdict.Networks.Select(n => Element("li", n))),
                Element("p", report.Verdict.Scale),
                Element("p", $"List “{report.Name}”: {report.Verdict.Progress} To continue, FOLDER being that of this page:"),
                Element("pre", Element("code", RunCommands.Continue(report))),
                .. report.Remarks.Select(r => Element("p", Class("note"), r)),
            ]
        );

    private static XElement Contents(PaperReport report) =>
        Element(
            "nav",
            Attribute("aria-label", "Contents"),
            Element(
                "ul",
                [
                    .. report.Sections.Select(s =>
                        Element("li", Link("#" + s.Paper.Id, s.Paper.Title), Element("span", Class("faint"), " " + Summary(s)))
                    ),
                    Element("li", Link("#runs", "Every run")),
                ]
            )
        );

    private static string Summary(ReportSection section)
    {
        if (!section.Paper.IsCovered)
            return "(not covered)";
        if (section.IsEmpty)
            return section.Rows.All(r => r.Status == ReportStatus.NotListed) && !section.Rows.IsEmpty
                ? "(not in this list)"
                : "(not run yet)";
        string[] counts =
        [
            .. from status in ReportWords.InOrder
            let count = section.Rows.Count(r => r.Status == status && r.Paper.CountedIn is null)
            where count > 0
            select $"{count} {ReportWords.Status(status)}",
        ];
        return counts.Length == 0 ? "" : $"({string.Join(", ", counts)})";
    }

    private static XElement Section(PaperReport report, ReportSection section, IReadOnlyList<FigurePicture> pictures) =>
        Element(
            "section",
            [
                Attribute("id", section.Paper.Id),
                Element("h2", section.Paper.Title),
                Element("p", section.Paper.Text),
                .. section.Paper.IsCovered && section.IsEmpty
                    ? new object[]
                    {
                        Element("p", Class("pending"), RunCommands.FillWords(report, section.Paper)),
                        Element("pre", Element("code", RunCommands.Fill(report, section.Paper))),
                    }
                    : [],
                .. pictures.Where(p => section.Figures.Contains(p.Figure)).Select(Picture),
                section.Rows.IsEmpty ? null : HtmlTable.Of(section),
            ]
        );

    private static XElement Picture(FigurePicture picture) =>
        Element(
            "figure",
            Element(
                "picture",
                // On paper always the light one.
                Element("source", Attribute("media", "screen and (prefers-color-scheme: dark)"), Attribute("srcset", Data(picture.Dark))),
                Element(
                    "img",
                    Attribute("src", Data(picture.Light)),
                    Attribute("alt", picture.Figure.Description),
                    Attribute("width", "800"),
                    Attribute("height", "500")
                )
            ),
            Element("figcaption", string.Join(" ", picture.Figure.Notes.Prepend(picture.Figure.Title + ".")))
        );

    private static string Data(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);
}
