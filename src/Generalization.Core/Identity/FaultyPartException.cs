namespace Generalization.Identity;

/// <summary>A part that a caller wrote (a corruption, a loss, a metric, a network, a kernel) does not do what it must. The error would
/// occur again.</summary>
public sealed class FaultyPartException : InvalidOperationException
{
    /// <summary>An error of a caller's part.</summary>
    /// <param name="message">What it must do, what it did, and what to do.</param>
    public FaultyPartException(string message)
        : base(message) { }

    internal FaultyPartException(string message, Exception inner)
        : base(message, inner) { }
}
