using System.Collections.Immutable;

namespace Generalization.Measures.Probabilities;

/// <summary>What a cross-validation gives.</summary>
/// <param name="Table">Each example's probabilities out of sample, the mean over the repeats, with the given labels.</param>
/// <param name="Folds">The parts in their order, repeats · K.</param>
public sealed record CrossValidated(ProbabilityTable Table, ImmutableArray<CrossValidationFold> Folds);
