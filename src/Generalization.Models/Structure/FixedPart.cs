using static TorchSharp.torch;

namespace Generalization.Models.Structure;

/// <summary>What has no weights: an activation, a pool, a flattening.</summary>
/// <param name="Name">The module's name, or what it does.</param>
/// <param name="Function">What it makes of an input, which it leaves as it is.</param>
public sealed record FixedPart(string Name, Func<Tensor, Tensor> Function) : NetworkPart(Name)
{
    /// <summary>A ReLU.</summary>
    public static FixedPart Relu { get; } = new("relu", x => nn.functional.relu(x));

    /// <summary>(n, C, H, W) → (n, C·H·W).</summary>
    public static FixedPart Flatten { get; } = new("flatten", x => x.flatten(1));

    /// <inheritdoc/>
    public override Tensor Apply(Tensor input) => Function(input);
}
