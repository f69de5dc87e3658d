namespace Generalization.Models.Structure;

/// <summary>A module that says what it computes in evaluation, so that its layers' norms can be measured.</summary>
/// <remarks>Your own module implements it where torch's containers do not tell the order of its layers. Whoever reads the parts
/// compares what they give with the module's own output.</remarks>
public interface IReadableModule
{
    /// <summary>What the module does to its input, one part after another; none for one that changes nothing in evaluation. Names are
    /// relative to the module. Tensors stay the module's.</summary>
    IEnumerable<NetworkPart> Parts();
}
