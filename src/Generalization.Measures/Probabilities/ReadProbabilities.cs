namespace Generalization.Measures.Probabilities;

/// <summary>What a file of probabilities holds.</summary>
/// <param name="Values">rows · k values.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Names">The classes' names by a header; null without one.</param>
/// <param name="Labels">The labels where they are in the same file; else null.</param>
internal sealed record ReadProbabilities(double[] Values, int Rows, IReadOnlyList<string>? Names, long[]? Labels);
