using System.Text.Json;
using Generalization.Report.Content;
using Generalization.Report.Paper;

namespace Generalization.Report.Json;

/// <summary>tables.json.</summary>
internal static class TablesJson
{
    public static string Of(PaperReport report) =>
        JsonSerializer.Serialize(
            new TablesFile([
                .. report.Sections.Where(s => !s.Rows.IsEmpty).Select(s => new TableJson(s.Paper.Id, [.. s.Rows.Select(Row)])),
            ]),
            TablesJsonContext.Default.TablesFile
        );

    private static TableRowJson Row(ReportRow row) =>
        new(
            row.Paper.Label,
            row.Paper.Metric.Name,
            row.Paper.Paper.Value,
            row.Ours,
            row.N,
            row.Spread,
            row.Scale,
            ReportWords.Name(row.Status)
        );
}
