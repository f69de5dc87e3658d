using System.Globalization;
using System.Xml.Linq;
using Generalization.Report.Content;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>What the first screen shows: the paper's figures small, and a strip of all its numbers.</summary>
internal static class HtmlFront
{
    public static XElement Cards(PaperReport report) =>
        Element(
            "section",
            Attribute("id", "figures"),
            Attribute("aria-label", "The paper's figures"),
            Element("div", Class("cards"), report.Cards.Select(Card))
        );

    public static XElement Strip(PaperReport report)
    {
        var statuses = report.Sections.SelectMany(s => s.Rows).Where(r => r.Paper.CountedIn is null).Select(r => r.Status).ToArray();
        return Element(
            "section",
            Attribute("id", "numbers"),
            Element("p", report.Verdict.Scale),
            Element(
                "ul",
                Class("key"),
                ReportWords
                    .InOrder.Where(statuses.Contains)
                    .Select(s =>
                        Element(
                            "li",
                            Element("span", Class("cell " + ReportWords.Name(s)), ReportWords.Sign(s)),
                            string.Create(CultureInfo.InvariantCulture, $"{statuses.Count(t => t == s)} {ReportWords.Status(s)}")
                        )
                    )
            ),
            Element(
                "nav",
                Attribute("aria-label", "All numbers of the paper"),
                Element("ul", Class("strip"), report.Sections.Select(Group))
            )
        );
    }

    private static XElement Card(FigureCard card) =>
        Element(
            "figure",
            [
                Class("card"),
                Element("h2", Link("#" + card.Section.Paper.Id, card.Name), ": " + card.About),
                .. card.Figure is { } figure
                    ? new object[]
                    {
                        HtmlPicture.Image(FigurePicture.SmallOf(figure), 520, 380),
                        HtmlPicture.Legend(figure),
                        Element("figcaption", card.Sentence, Element("span", Class("faint"), " " + figure.Title + ".")),
                    }
                    : [Element("p", Class("empty"), card.Sentence)],
            ]
        );

    private static XElement Group(ReportSection section)
    {
        var cells = section
            .Rows.Index()
            .Where(r => r.Item.Paper.CountedIn is null)
            .Select(r => Element("li", Cell(section, r.Index, r.Item)))
            .ToArray();
        return Element(
            "li",
            Link("#" + section.Paper.Id, Short(section.Paper.Title)),
            cells.Length == 0 ? null : Element("ul", Class("cells"), cells)
        );
    }

    private static XElement Cell(ReportSection section, int index, ReportRow row)
    {
        var words =
            $"{row.Paper.Label}, {row.Paper.Metric.Title}: {ReportWords.Status(row.Status)}; paper {ReportWords.Paper(row.Paper)}"
            + (row.Ours is null ? "" : $", ours {ReportWords.Ours(row)}");
        return Element(
            "a",
            Attribute("href", "#" + HtmlTable.IdOf(section, index)),
            Class("cell " + ReportWords.Name(row.Status)),
            Attribute("title", words),
            Attribute("aria-label", words),
            ReportWords.Sign(row.Status)
        );
    }

    private static string Short(string title) => title.Split(':')[0];
}
