using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Experiments.Kinds.NetworkTraining;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RandomizationResult))]
[JsonSerializable(typeof(DeclaredRuns))]
internal sealed partial class ResultJson : JsonSerializerContext;
