using System.Text.Json.Serialization;
using Generalization.Training.History;

namespace Generalization.Experiments.Store;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(LeaseContent))]
[JsonSerializable(typeof(EpochRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
