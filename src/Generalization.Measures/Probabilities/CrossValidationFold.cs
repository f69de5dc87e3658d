using System.Collections.Immutable;

namespace Generalization.Measures.Probabilities;

/// <summary>A part that was held out, and what a training on the others says of it: what a caller may store, and go on from.</summary>
/// <param name="Learner">The learner's name.</param>
/// <param name="DataHash">The content hash of all examples.</param>
/// <param name="Seed">The seed of the cross-validation.</param>
/// <param name="Rule">How outputs became probabilities.</param>
/// <param name="Folds">K.</param>
/// <param name="Repeat">Which repeat, from 0.</param>
/// <param name="Fold">Which part, in 0 … K − 1.</param>
/// <param name="Positions">The examples that were held out, m positions, rising.</param>
/// <param name="Probabilities">Their probabilities, m · k, row after row.</param>
public sealed record CrossValidationFold(
    string Learner,
    string DataHash,
    ulong Seed,
    ProbabilityRule Rule,
    int Folds,
    int Repeat,
    int Fold,
    ImmutableArray<int> Positions,
    ImmutableArray<double> Probabilities
);
