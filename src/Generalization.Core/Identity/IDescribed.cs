namespace Generalization.Identity;

/// <summary>A part that describes itself in fixed words, with every parameter. These words tell a checkpoint of another part
/// apart.</summary>
/// <remarks>The words outlive the names of classes and properties: when you rename a type, leave them as they are. Numbers are invariant
/// and read back as the same bits.</remarks>
public interface IDescribed
{
    /// <summary>The words, for example "exponential-decay, initial 0.1, factor 0.95, every 391 steps".</summary>
    string Describe();
}
