using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Report;

internal sealed record TableJson(string Id, IReadOnlyList<TableRowJson> Rows);
