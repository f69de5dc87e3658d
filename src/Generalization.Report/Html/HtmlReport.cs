using System.Xml.Linq;
using Generalization.Report.Content;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>report.html: one file that asks for no other. Pictures come first, then all numbers, then tables, and how it was done
/// last.</summary>
internal static class HtmlReport
{
    // Seconds after which an open page looks for what has come since.
    private const string Renewal = "30";

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
                    report.IsRunning ? Element("meta", Attribute("http-equiv", "refresh"), Attribute("content", Renewal)) : null,
                    Element("title", report.HasPaper ? $"{ReportWords.Title}: {report.Name}" : report.Name),
                    Element("style", Style())
                ),
                Element(
                    "body",
                    [
                        Header(report),
                        .. report.HasPaper ? Paper(report, pictures) : [],
                        .. HtmlOwn.Of(report, pictures),
                        "\n",
                        HtmlProtocol.Of(report),
                        "\n",
                        HtmlRuns.Appendix(report),
                    ]
                )
            )
        );

    private static XElement Header(PaperReport report) =>
        Element(
            "header",
            Element("h1", report.HasPaper ? ReportWords.Title : report.Name),
            Element("p", Class("headline"), report.Verdict.Headline),
            report.IsRunning ? Element("p", Class("faint"), $"Still running: {report.Verdict.Progress} This page renews itself.") : null
        );

    private static IEnumerable<object> Paper(PaperReport report, IReadOnlyList<FigurePicture> pictures) =>
        [
            "\n",
            HtmlFront.Cards(report),
            "\n",
            HtmlFront.Strip(report),
            .. report.Verdict.Networks.IsEmpty ? Array.Empty<object>() : ["\n", Found(report)],
            .. report.InOrder.SelectMany(s => new object[] { "\n", Section(report, s, pictures) }),
        ];

    private static XElement Found(PaperReport report) =>
        Element(
            "section",
            Attribute("id", "found"),
            Element("h2", "Networks that were trained on random labels"),
            Element("ul", report.Verdict.Networks.Select(n => Element("li", n)))
        );

    private static XElement Section(PaperReport report, ReportSection section, IReadOnlyList<FigurePicture> pictures)
    {
        var own = pictures.Where(p => section.Figures.Contains(p.Figure)).ToArray();
        return Element(
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
                section.Rows.IsEmpty ? null : Table(section),
                HtmlStatements.Of(section),
                own.Length == 0 ? null : Element("div", Class("panels"), own.Select(HtmlPicture.Whole)),
            ]
        );
    }

    // What the list does not ask for is there for the links to it.
    private static XElement Table(ReportSection section) =>
        section.IsListed
            ? HtmlTable.Of(section)
            : Element("details", Element("summary", $"The paper's numbers: {section.Rows.Length}"), HtmlTable.Of(section));
}
