using System.Xml.Linq;
using Generalization.Report.Content;
using Generalization.Report.Statements;
using static Generalization.Report.Html.HtmlElements;

namespace Generalization.Report.Html;

/// <summary>The paper's sentences of a section, each with what was found of it.</summary>
internal static class HtmlStatements
{
    public static XElement? Of(ReportSection section) =>
        section.Statements.IsEmpty
            ? null
            : Element("ul", Class("statements"), section.Statements.GroupBy(s => (s.Claim, s.Rule)).Select(Claim));

    // One sentence, of several networks or settings.
    private static XElement Claim(IGrouping<(string Claim, string Rule), PaperStatement> group) =>
        Element(
            "li",
            Element("p", Element("strong", group.Key.Claim), " ", Element("span", Class("faint"), group.Key.Rule)),
            Element("ul", group.Select(s => Element("li", Attribute("id", s.Id), Status(s), " ", s.Found)))
        );

    private static XElement Status(PaperStatement statement) =>
        Element("strong", Class("outcome " + StatementWords.ClassOf(statement)), StatementWords.Of(statement) + ":");
}
