namespace Generalization.Experiments;

/// <summary>A finished experiment with its numbers. The time of others is estimated from it.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Seconds">Seconds of work, all its stretches together.</param>
public sealed record FinishedExperiment<TExperiment, TResult>(TExperiment Experiment, TResult Numbers, double Seconds);
