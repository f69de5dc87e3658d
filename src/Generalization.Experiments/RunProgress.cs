namespace Generalization.Experiments;

/// <summary>Where a run is.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="At">Where it is; null where it has just begun.</param>
public sealed record RunProgress(Experiment Experiment, KindProgress? At);
