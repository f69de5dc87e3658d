namespace Generalization.Report.Json;

internal sealed record TablesFile(IReadOnlyList<TableJson> Tables);
