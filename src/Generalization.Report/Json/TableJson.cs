using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Report.Json;

internal sealed record TableJson(string Id, IReadOnlyList<TableRowJson> Rows);
