using System.Text.Json.Serialization;

namespace Generalization.Report.Json;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TablesFile))]
internal sealed partial class TablesJsonContext : JsonSerializerContext;
