namespace Generalization.Experiments;

/// <summary>An experiment that has numbers, by which the time of others is estimated.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Seconds">Seconds of work, all its stretches together.</param>
public sealed record FinishedExperiment<TExperiment, TResult>(TExperiment Experiment, TResult Numbers, double Seconds);
