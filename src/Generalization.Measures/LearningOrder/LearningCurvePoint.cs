namespace Generalization.Measures.LearningOrder;

/// <summary>An epoch of a training on noisy labels, with clean and corrupted examples apart. Accuracies are in 0..1; null where an epoch
/// was not evaluated, and where there are no such examples.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Clean">The share right of the training examples whose label is the true one, when their batches came.</param>
/// <param name="ChangedAsGiven">The share of those with a changed label that were given that label: memorized.</param>
/// <param name="ChangedAsTrue">The share of those with a changed label that were given their true label: seen through.</param>
/// <param name="HeldOut">The share right of held-out examples, against labels that are as noisy.</param>
/// <param name="Test">The share right of test examples.</param>
public sealed record LearningCurvePoint(
    int Epoch,
    double? Clean,
    double? ChangedAsGiven,
    double? ChangedAsTrue,
    double? HeldOut,
    double? Test
);
