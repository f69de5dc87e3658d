namespace Generalization.Experiments.Running;

/// <summary>A run that could not go on for a reason that may pass, or that lies with this machine, for example a full disk.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Error">Why.</param>
public sealed record InterruptedRun(Experiment Experiment, string Error);
