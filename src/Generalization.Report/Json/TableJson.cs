namespace Generalization.Report.Json;

internal sealed record TableJson(string Id, IReadOnlyList<TableRowJson> Rows);
