using Generalization.Learning;

namespace Generalization.Measures.Probabilities;

/// <summary>How far a cross-validation is.</summary>
/// <param name="Done">How many trainings are done, those that were done before included.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Repeat">The repeat of the present one, from 0.</param>
/// <param name="Fold">The part that the present one holds out, from 0.</param>
/// <param name="Training">How far the present training is; null at its beginning.</param>
public sealed record CrossValidationProgress(int Done, int Total, int Repeat, int Fold, LearningProgress? Training);
