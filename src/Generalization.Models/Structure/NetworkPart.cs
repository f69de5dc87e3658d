using static TorchSharp.torch;

namespace Generalization.Models.Structure;

/// <summary>One step of what a network computes in evaluation.</summary>
/// <param name="Name">The module's name in the network, for example "features.0.convolution".</param>
public abstract record NetworkPart(string Name)
{
    /// <summary>What it makes of an input, which it leaves as it is.</summary>
    /// <param name="input">(n, C, H, W) or (n, d), of the weights' type.</param>
    /// <returns>Of another shape, perhaps; in the caller's dispose scope.</returns>
    public abstract Tensor Apply(Tensor input);

    /// <summary>The same part below a module of a name.</summary>
    /// <param name="module">The module's name; empty for the network itself.</param>
    public virtual NetworkPart Under(string module) => this with { Name = Joined(module, Name) };

    /// <summary>Two names, apart by a full stop where both are there.</summary>
    internal static string Joined(string module, string name) =>
        module.Length == 0 ? name
        : name.Length == 0 ? module
        : $"{module}.{name}";
}
