using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Report;

internal sealed record TablesFile(IReadOnlyList<TableJson> Tables);
