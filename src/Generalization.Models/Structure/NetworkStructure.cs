using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Structure;

/// <summary>Reads what a network computes in evaluation, part by part.</summary>
/// <remarks>It reads what implements <see cref="IReadableModule"/>, torch's linear layers, convolutions, batch normalizations, activations,
/// pools, dropout and flattening, and containers as a sequence in the order of their registration. Whether that is what the container
/// computes, only its output tells.</remarks>
public static class NetworkStructure
{
    private static readonly ImmutableHashSet<Type> WithoutWeights =
    [
        typeof(ReLU),
        typeof(ReLU6),
        typeof(LeakyReLU),
        typeof(ELU),
        typeof(GELU),
        typeof(SiLU),
        typeof(Tanh),
        typeof(Sigmoid),
        typeof(Softplus),
        typeof(Hardtanh),
        typeof(TorchSharp.Modules.Identity),
        typeof(Flatten),
        typeof(Unflatten),
        typeof(MaxPool2d),
        typeof(AvgPool2d),
        typeof(AdaptiveAvgPool2d),
        typeof(AdaptiveMaxPool2d),
    ];

    private static readonly ImmutableHashSet<Type> SilentInEvaluation =
    [
        typeof(Dropout),
        typeof(Dropout1d),
        typeof(Dropout2d),
        typeof(AlphaDropout),
    ];

    /// <summary>The parts of a module, in order.</summary>
    /// <param name="module">The module; its tensors stay its own.</param>
    /// <param name="name">Its name in the network. Default: empty, it is the network.</param>
    /// <exception cref="ArgumentException">A module cannot be read; it is named.</exception>
    public static ImmutableArray<NetworkPart> Read(nn.Module module, string name = "")
    {
        ArgumentNullException.ThrowIfNull(module);
        return
        [
            .. module switch
            {
                IReadableModule readable => readable.Parts().Select(part => part.Under(name)),
                Linear layer => [AffinePart.Of(name, layer)],
                Conv2d layer => [AffinePart.Of(name, layer)],
                BatchNorm1d or BatchNorm2d => [NormalizationPart.Of(name, (NormBase)module)],
                nn.Module<Tensor, Tensor> layer when WithoutWeights.Contains(module.GetType()) => [Fixed(name, layer)],
                _ when SilentInEvaluation.Contains(module.GetType()) => Enumerable.Empty<NetworkPart>(),
                _ when IsContainer(module) => module.named_children().SelectMany(c => Read(c.module, NetworkPart.Joined(name, c.name))),
                _ => throw new ArgumentException(
                    $"{(name.Length == 0 ? "The network" : "The module " + name)}, a {module.GetType().Name}, cannot be read as linear "
                        + "layers, convolutions, batch normalizations and functions without weights; implement "
                        + $"{nameof(IReadableModule)} in it.",
                    nameof(module)
                ),
            },
        ];
    }

    // Some of torch's work in place, and the input is the caller's.
    private static FixedPart Fixed(string name, nn.Module<Tensor, Tensor> layer) => new(name, x => layer.call(x.clone()));

    // What has weights of its own beside its children computes more than they do.
    private static bool IsContainer(nn.Module module) =>
        module.named_children().Any()
        && !module.named_parameters(recurse: false).Any()
        && (module is Sequential || module.GetType().Namespace?.StartsWith("TorchSharp", StringComparison.Ordinal) != true);
}
