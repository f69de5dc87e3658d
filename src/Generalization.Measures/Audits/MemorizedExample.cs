namespace Generalization.Measures.Audits;

/// <summary>A training example that is right because it was trained on.</summary>
/// <param name="Position">Its position in the training set.</param>
/// <param name="Score">mem(i), in −1..1.</param>
/// <param name="StandardError">Its standard error; null where it is exact.</param>
public sealed record MemorizedExample(int Position, double Score, double? StandardError);
