namespace Generalization.Measures.Subsets;

/// <summary>How regular a training example is: how often it is right where it is held out, over fractions of the data.</summary>
/// <param name="Position">The example, in 0 … n − 1.</param>
/// <param name="Score">The C-score, in 0..1: 1 for what a few examples suffice to tell, 0 for what is never told unless trained on; not a
/// number where no run left the example out.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Fractions">The fractions behind it: those of which a run left the example out.</param>
public readonly record struct ConsistencyScore(int Position, double Score, double StandardError, int Fractions);
