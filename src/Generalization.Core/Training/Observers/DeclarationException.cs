namespace Generalization.Training.Observers;

/// <summary>A run is not what it says that it is.</summary>
public sealed class DeclarationException : Exception
{
    internal DeclarationException(string declared, string seen, string remedy)
        : base($"The run declares {declared}, but {seen}. {remedy}") => (Declared, Seen) = (declared, seen);

    /// <summary>What was declared.</summary>
    public string Declared { get; }

    /// <summary>What was seen.</summary>
    public string Seen { get; }
}
