using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Generalization.Training.History;

/// <summary>Loss and accuracy of a network on a set, in evaluation mode.</summary>
/// <param name="Loss">The mean of the loss that was trained; by default softmax cross-entropy, in nats.</param>
/// <param name="Accuracy">The share of examples whose largest output is their label, in 0..1; not a number where real targets are
/// learned.</param>
public sealed record Evaluation(double Loss, double Accuracy)
{
    /// <summary>The values of the metrics by their names; null where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, double>? Metrics { get; init; }
}
