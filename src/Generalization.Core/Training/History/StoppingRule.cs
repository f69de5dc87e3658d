using Generalization.Identity;

namespace Generalization.Training.History;

/// <summary>Ends a training early. It is asked after every epoch.</summary>
public abstract record StoppingRule : IDescribed
{
    /// <summary>Whether to end.</summary>
    /// <param name="epochs">The epochs so far, at least one.</param>
    public abstract bool IsMet(IReadOnlyList<EpochRecord> epochs);

    /// <summary>What the rule is, with all its parameters, for checkpoints. Default: the type's full name and every value that it
    /// holds.</summary>
    public virtual string Describe() => Description.ByType(this);
}
