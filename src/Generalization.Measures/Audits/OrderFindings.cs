using System.Collections.Immutable;
using Generalization.Measures.LearningOrder;

namespace Generalization.Measures.Audits;

/// <summary>What a network's training says about its examples.</summary>
/// <param name="Examples">In which order and how surely each was learned.</param>
/// <param name="Positions">Where each of those examples stands in the training set of the audit.</param>
/// <param name="Curves">The epochs, with clean and changed examples apart.</param>
/// <param name="Stop">The epoch where the training should have stopped; null where nothing was held out.</param>
public sealed record OrderFindings(
    LearnedExamples Examples,
    ImmutableArray<int> Positions,
    ImmutableArray<LearningCurvePoint> Curves,
    SuggestedStop? Stop
);
