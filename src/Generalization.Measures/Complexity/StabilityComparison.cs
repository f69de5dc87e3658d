namespace Generalization.Measures.Complexity;

/// <summary>Stability under true labels and under labels that are all random.</summary>
/// <remarks>Uniform stability is a property of the algorithm alone, so it cannot tell the two apart. This measurement is on given data.
/// Source: section 2.2.</remarks>
/// <param name="TrueLabels">With the labels as they are.</param>
/// <param name="RandomLabels">With labels of training, fresh examples and points that are all drawn anew.</param>
public sealed record StabilityComparison(StabilityResult TrueLabels, StabilityResult RandomLabels);
