namespace Generalization.Experiments;

/// <summary>What an experiment needs from the catalog.</summary>
/// <param name="Dataset">A data set's name; null for none.</param>
/// <param name="Model">A network's name. Default: null, none.</param>
public sealed record ExperimentNames(string? Dataset, string? Model = null);
