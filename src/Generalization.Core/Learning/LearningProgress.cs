namespace Generalization.Learning;

/// <summary>How far a learner is.</summary>
/// <param name="Phase">What it does now, in a word or two, for example "epoch 3 of 150" or "factorization".</param>
/// <param name="Done">How much of it is done, in units of the phase.</param>
/// <param name="Total">How much there is; null where that is not known.</param>
public readonly record struct LearningProgress(string Phase, double Done, double? Total);
