namespace Generalization.Identity;

/// <summary>What says in fixed words what it is, with every parameter; by them a checkpoint of another is told.</summary>
/// <remarks>The words outlive the names of classes and properties: who renames a type leaves them as they are. Numbers are invariant and
/// read back as the same bits.</remarks>
public interface IDescribed
{
    /// <summary>The words, for example "exponential-decay, initial 0.1, factor 0.95, every 391 steps".</summary>
    string Describe();
}
