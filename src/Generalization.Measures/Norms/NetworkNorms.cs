using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Files;
using Generalization.Models.Structure;
using static TorchSharp.torch;

namespace Generalization.Measures.Norms;

/// <summary>The norms of a network's learned layers, their products and sums. Relative, and not predictive.</summary>
/// <remarks>
/// <para>They compare trainings of one architecture, for example on true and on random labels. Across architectures and settings, norms
/// alone often go the wrong way: the measure says nothing of the error on new data. Source: Jiang et al. 2020.</para>
/// <para>Batch normalization is folded into the layer before it, with its running averages, as evaluation computes. Activations, pools and
/// local response normalization have no weights and count as 1, so that the product is no Lipschitz constant where pools overlap. Branches
/// side by side count together as √(Σ p²), p being the product in a branch, which is at least the norm of both together.</para>
/// </remarks>
public sealed record NetworkNorms
{
    /// <summary>The learned layers in the order in which they are read.</summary>
    public required ImmutableArray<LayerNorms> Layers { get; init; }

    /// <summary>The product of spectral norms, by which margins are divided: Π σ over layers one after another, √(Σ p²) over
    /// branches.</summary>
    public required double SpectralProduct { get; init; }

    /// <summary>The product of Frobenius norms, by the same rule.</summary>
    public required double FrobeniusProduct { get; init; }

    /// <summary>The sum of spectral norms over all layers.</summary>
    public double SpectralSum => Layers.Sum(l => l.Spectral.Value);

    /// <summary>The sum of Frobenius norms over all layers.</summary>
    public double FrobeniusSum => Layers.Sum(l => l.Frobenius);

    /// <summary>Whether every spectral norm had come to rest; where one had not, the product is a lower bound.</summary>
    public bool Converged => Layers.All(l => l.Spectral.Converged);

    /// <summary>Measures a network: a paper's model, one that implements <see cref="IReadableModule"/>, or a sequence of torch's
    /// modules.</summary>
    /// <remarks>What was read of the network is run on seeded inputs and compared with the network's own output first. The network is used
    /// in evaluation mode, keeps its mode and is not changed.</remarks>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="input">The shape of one input, after the pipeline.</param>
    /// <param name="seed">Decides the starts of the power iterations. Default: 0.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">A module cannot be read or folded, and is named; or what was read is not what the network
    /// computes.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static NetworkNorms Of(nn.Module<Tensor, Tensor> network, ImageShape input, ulong seed = 0, CancellationToken token = default) =>
        new NetworkWalk(network, input, seed, token).Measure();

    /// <summary>A table with a row for each layer: layer, spectral, frobenius, folded, iterations, converged.</summary>
    public string ToCsv() =>
        Csv.Text(
            "layer,spectral,frobenius,folded,iterations,converged",
            Layers.Select(l =>
                new object?[]
                {
                    l.Name,
                    l.Spectral.Value,
                    l.Frobenius,
                    l.Folded ? "true" : "false",
                    l.Spectral.Iterations,
                    l.Spectral.Converged ? "true" : "false",
                }
            )
        );
}
