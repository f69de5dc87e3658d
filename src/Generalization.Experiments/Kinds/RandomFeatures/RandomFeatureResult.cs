using System.Text.Json;

namespace Generalization.Experiments.Kinds.RandomFeatures;

/// <summary>Least squares on a number of random features. Rates are fractions and times are seconds. A number that does not apply is
/// null.</summary>
public sealed record RandomFeatureResult : KindResult
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
    public required string Dataset { get; init; }
    public required int N { get; init; }
    public required int TestCount { get; init; }
    public required int FeatureCount { get; init; }
    public required double Ridge { get; init; }
    public required ulong Seed { get; init; }
    public required int TrainErrors { get; init; }
    public required double TrainErrorRate { get; init; }
    public required int TestErrors { get; init; }
    public required double TestErrorRate { get; init; }
    public required double Norm { get; init; }
    public required int? Rank { get; init; }
    public required double Seconds { get; init; }
#pragma warning restore CS1591

    /// <summary>The result as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
