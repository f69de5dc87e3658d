namespace Generalization.Identity;

/// <summary>A part that a caller wrote (a corruption, a loss, a metric, a network) does not do what it must. The error would occur
/// again.</summary>
/// <param name="message">What it must do, what it did, and what to do.</param>
public sealed class FaultyPartException(string message) : InvalidOperationException(message);
