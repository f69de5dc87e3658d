using System.Collections.Immutable;

namespace Generalization.Training.History;

/// <summary>Loss and accuracy of a network on a set, in evaluation mode.</summary>
/// <param name="Loss">Mean softmax cross-entropy, in nats.</param>
/// <param name="Accuracy">The share of examples whose largest output is their label, in 0..1.</param>
public sealed record Evaluation(double Loss, double Accuracy);
