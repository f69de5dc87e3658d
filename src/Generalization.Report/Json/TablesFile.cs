using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Report.Json;

internal sealed record TablesFile(IReadOnlyList<TableJson> Tables);
