using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Report;

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

    public static string Name(ReportStatus status) =>
        status switch
        {
            ReportStatus.Reproduced => "reproduced",
            ReportStatus.Deviates => "deviates",
            ReportStatus.SmallerScale => "smaller-scale",
            // The file's format knows no other word for a number that is not there.
            _ => "pending",
        };

    private static TableRowJson Row(ReportRow row) =>
        new(row.Paper.Label, row.Paper.Metric.Name, row.Paper.Paper.Value, row.Ours, row.N, row.Spread, row.Scale, Name(row.Status));
}
