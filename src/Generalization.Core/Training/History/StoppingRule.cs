using System.Collections.Immutable;

namespace Generalization.Training.History;

/// <summary>Ends a training early; asked after every epoch.</summary>
public abstract record StoppingRule
{
    /// <summary>Whether to end.</summary>
    /// <param name="epochs">The epochs so far, at least one.</param>
    public abstract bool IsMet(IReadOnlyList<EpochRecord> epochs);
}
