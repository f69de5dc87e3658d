using System.Xml.Linq;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>How it was done: the rules, the machine, what must be known, and how to go on.</summary>
internal static class HtmlProtocol
{
    public static XElement Of(PaperReport report) =>
        Element(
            "section",
            [
                Attribute("id", "protocol"),
                Element("h2", "How this was done"),
                Element("p", $"List “{report.Name}”: {report.Verdict.Progress}{Machines(report)}"),
                .. report.Remarks.Select(r => Element("p", r)),
                .. report.HasPaper ? new object[] { Element("p", ReportWords.About), Element("p", ReportWords.Legend) } : [],
                .. RunCommands.CanContinue(report)
                    ? new object[]
                    {
                        Element("p", "To continue, FOLDER being that of this page:"),
                        Element("pre", Element("code", RunCommands.Continue(report))),
                    }
                    : [],
            ]
        );

    private static string Machines(PaperReport report)
    {
        var devices = report.Runs.Select(r => r.Result?.Device).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        return devices.Length == 0 ? "" : $" They ran on {string.Join("; ", devices)}.";
    }
}
