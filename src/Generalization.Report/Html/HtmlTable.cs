using System.Globalization;
using System.Xml.Linq;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>A section's numbers as a table in a box that scrolls by itself.</summary>
internal static class HtmlTable
{
    private static readonly (string Name, string Class)[] Columns =
    [
        ("what", ""),
        ("metric", ""),
        ("paper", "number"),
        ("ours", "number"),
        ("difference", "number"),
        ("status", ""),
        ("runs", "number"),
        ("scale", ""),
    ];

    /// <summary>What a link to a row names.</summary>
    public static string IdOf(ReportSection section, int index) => FormattableString.Invariant($"{section.Paper.Id}-{index + 1}");

    public static XElement Of(ReportSection section) =>
        Element(
            "div",
            Class("box"),
            Attribute("tabindex", "0"),
            Element(
                "table",
                Element("thead", Element("tr", Columns.Select(c => Element("th", Attribute("scope", "col"), Class(c.Class), c.Name)))),
                Element("tbody", section.Rows.Index().Select(r => Row(section, r.Index)))
            )
        );

    private static XElement Row(ReportSection section, int index)
    {
        var row = section.Rows[index];
        return Element(
            "tr",
            Attribute("id", IdOf(section, index)),
            Label(section, index),
            Element("td", Class("metric"), row.Paper.Metric.Title),
            Element("td", Class("number"), ReportWords.Paper(row.Paper)),
            Element("td", Class("number"), ReportWords.Ours(row)),
            Element("td", Class("number"), ReportWords.Difference(row)),
            Element(
                "td",
                Class("status " + ReportWords.Name(row.Status)),
                $"{ReportWords.Sign(row.Status)} {ReportWords.Status(row.Status)}"
            ),
            Element("td", Class("number"), Runs(row)),
            Element("td", Class("scale"), row.Scale, ReportWords.Note(row) is { } note ? Element("div", Class("note"), note) : null)
        );
    }

    // Rows of one label stand under it together.
    private static XElement? Label(ReportSection section, int index)
    {
        var label = section.Rows[index].Paper.Label;
        if (index > 0 && section.Rows[index - 1].Paper.Label == label)
            return null;
        var rows = section.Rows.Skip(index).TakeWhile(r => r.Paper.Label == label).Count();
        return Element(
            "th",
            Attribute("scope", "row"),
            rows > 1 ? Attribute("rowspan", rows.ToString(CultureInfo.InvariantCulture)) : null,
            label
        );
    }

    private static object Runs(ReportRow row) =>
        row.Runs.IsEmpty ? "0" : Link("#run-" + row.Runs[0], row.N.ToString(CultureInfo.InvariantCulture));
}
