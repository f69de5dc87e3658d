namespace Generalization.Experiments;

/// <summary>What an experiment is run on.</summary>
/// <param name="Dataset">The data set; null for none.</param>
/// <param name="Train">Training images or points; null where that is not known yet.</param>
/// <param name="Test">Test images; null for none, or where that is not known yet.</param>
public sealed record ExperimentSize(string? Dataset, long? Train, long? Test);
