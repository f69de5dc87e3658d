namespace Generalization.Experiments.Store;

/// <summary>A store cannot be used, or a file in it is damaged.</summary>
public sealed class RunStoreException : IOException
{
    internal RunStoreException(string message, Exception? inner = null)
        : base(message, inner) { }

    /// <summary>Whether it is one run's alone, so that the others of a list can go on.</summary>
    internal bool IsOfOneRun { get; init; }
}
