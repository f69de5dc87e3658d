using System.Globalization;
using System.Text;
using Generalization.Report.Content;
using Generalization.Report.Drawing;
using Generalization.Report.Paper;
using Generalization.Report.Statements;

namespace Generalization.Report.Markdown;

/// <summary>report.md.</summary>
internal static class MarkdownReport
{
    public static string Of(PaperReport report)
    {
        var text = new StringBuilder($"# {(report.HasPaper ? ReportWords.Title : Escape(report.Name))}\n\n");
        void Paragraph(string words) => text.Append(words).Append("\n\n");
        Paragraph($"**{Escape(report.Verdict.Headline)}**");
        foreach (var line in report.Verdict.Networks)
            text.Append("- ").Append(Escape(line)).Append('\n');
        if (!report.Verdict.Networks.IsEmpty)
            text.Append('\n');
        if (report.HasPaper)
            Paragraph(report.Verdict.Scale);
        foreach (var section in report.InOrder)
        {
            Paragraph($"## {section.Paper.Title}");
            Paragraph(section.Paper.Text);
            if (section.Paper.IsCovered && section.IsEmpty)
                Paragraph($"{RunCommands.FillWords(report, section.Paper)} `{RunCommands.Fill(report, section.Paper)}`");
            if (!section.Rows.IsEmpty)
                Table(text, section);
            foreach (var claim in section.Statements.GroupBy(s => (s.Claim, s.Rule)))
            {
                Paragraph($"**{Escape(claim.Key.Claim)}** {Escape(claim.Key.Rule)}");
                foreach (var statement in claim)
                    text.Append("- ").Append(Escape($"{StatementWords.Of(statement)}: {statement.Found}")).Append('\n');
                text.Append('\n');
            }

            Pictures(section.Figures);
        }

        foreach (var group in report.Own)
        {
            Paragraph($"## {Escape(group.Title)}");
            Pictures(group.Figures);
            if (group.IsOfManyWorkers)
                Table(text, ManyWorkersTable.Of(group));
            foreach (var run in group.Rows.SelectMany(r => r.Runs))
                text.Append("- ").Append(Escape($"{run.Experiment.Words}: {run.Outcome}")).Append('\n');
            text.Append('\n');
        }

        Paragraph("## How this was done");
        Paragraph(Escape(report.Verdict.Progress));
        foreach (var remark in report.Remarks)
            Paragraph(Escape(remark));
        if (report.HasPaper)
        {
            Paragraph(ReportWords.About);
            Paragraph(ReportWords.Legend);
        }

        if (RunCommands.CanContinue(report))
            Paragraph($"To continue, FOLDER being that of this page: `{RunCommands.Continue(report)}`");
        Paragraph(
            "Every run with its options, data hash, device and duration: `runs.csv`; the commands that "
                + "repeat each: the appendix of `report.html`."
        );
        return text.ToString().TrimEnd('\n') + "\n";

        void Pictures(IEnumerable<Figure> figures)
        {
            foreach (var figure in figures)
            {
                Paragraph($"![{Escape(figure.Title)}]({figure.Id}.png)");
                foreach (var note in figure.Notes)
                    Paragraph(Escape(note));
            }
        }
    }

    private static void Table(StringBuilder text, ManyWorkersTable table)
    {
        text.Append("| ")
            .AppendJoin(" | ", table.Columns)
            .Append(" |\n|")
            .Append(string.Concat(table.Columns.Select(_ => "---|")))
            .Append('\n');
        foreach (var row in table.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");
        text.Append('\n');
    }

    private static void Table(StringBuilder text, ReportSection section)
    {
        text.Append("| | metric | paper | ours | difference | status | n | scale |\n|---|---|---:|---:|---:|---|---:|---|\n");
        foreach (var row in section.Rows)
        {
            string[] cells =
            [
                row.Paper.Label,
                row.Paper.Metric.Title,
                ReportWords.Paper(row.Paper),
                ReportWords.Ours(row),
                ReportWords.Difference(row),
                ReportWords.Status(row.Status),
                row.N.ToString(CultureInfo.InvariantCulture),
                string.Join("; ", new[] { row.Scale, ReportWords.Note(row) }.OfType<string>()),
            ];
            text.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");
        }

        text.Append('\n');
    }

    // Names come from the caller's files: none of them may become a table's border, a link or markup.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
            escaped.Append(
                c switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '&' => "&amp;",
                    '\r' or '\n' => " ",
                    '|' or '*' or '`' or '[' or ']' or '\\' => $"\\{c}",
                    _ => c.ToString(),
                }
            );
        return escaped.ToString();
    }
}
