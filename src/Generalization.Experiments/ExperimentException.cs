namespace Generalization.Experiments;

/// <summary>An experiment or a list of experiments cannot be read, or an experiment ended with an error.</summary>
/// <param name="message">Where, or why, in a sentence.</param>
/// <param name="inner">What was thrown. Default: none.</param>
public sealed class ExperimentException(string message, Exception? inner = null) : Exception(message, inner);
