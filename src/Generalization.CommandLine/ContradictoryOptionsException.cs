namespace Generalization.CommandLine;

/// <summary>Thrown where options of a command line cannot go together: the work has not begun, and the exit code is 2.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">What refused them.</param>
public sealed class ContradictoryOptionsException(string message, Exception inner) : ArgumentException(message, inner);
