using System.Text.Json;

namespace Generalization.Experiments.Kinds.RandomFeatures;

/// <summary>Least squares on a number of random features. Rates are fractions and times are seconds. A number that does not apply is
/// null.</summary>
public sealed record RandomFeatureResult : KindResult
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>n, the number of training images.</summary>
    public required int N { get; init; }

    /// <summary>The number of test images.</summary>
    public required int TestCount { get; init; }

    /// <summary>N, the number of random features.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>λ of ‖ΦW − Y‖² + λ‖W‖², at least 0.</summary>
    public required double Ridge { get; init; }

    /// <summary>The seed that decided everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Training images whose largest output is not their label.</summary>
    public required int TrainErrors { get; init; }

    /// <summary>The share of those, in 0..1.</summary>
    public required double TrainErrorRate { get; init; }

    /// <summary>Test images whose largest output is not their label.</summary>
    public required int TestErrors { get; init; }

    /// <summary>The share of those, in 0..1.</summary>
    public required double TestErrorRate { get; init; }

    /// <summary>‖W‖ over all outputs. Features carry a factor √(2/N), so norms of different N can be compared.</summary>
    public required double Norm { get; init; }

    /// <summary>The features' rank on the training images to working precision, at most the smaller of n and N; null with a
    /// ridge.</summary>
    public required int? Rank { get; init; }

    /// <summary>The seconds of features, solution and predictions, without reading the data.</summary>
    public required double Seconds { get; init; }

    /// <summary>The result as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
