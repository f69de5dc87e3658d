using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;
using Generalization.Models.Structure;
using Generalization.Randomness;
using Generalization.Torch;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Measures.Norms;

/// <summary>Goes through a network part by part with an example, and measures the learned ones.</summary>
internal sealed class NetworkWalk
{
    private const int TriedInputs = 2;
    private const double LargestDifference = 1e-3;

    private readonly nn.Module<Tensor, Tensor> network;
    private readonly ImageShape shape;
    private readonly ulong seed;
    private readonly CancellationToken token;
    private readonly List<LayerNorms> layers = [];

    public NetworkWalk(nn.Module<Tensor, Tensor> network, ImageShape shape, ulong seed, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(network);
        (this.network, this.shape, this.seed, this.token) = (network, shape, seed, token);
    }

    public NetworkNorms Measure()
    {
        TorchBackend.EnsureLoaded();
        var modes = new ModuleModes(network);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.eval();
        try
        {
            var parts = NetworkStructure.Read(network);
            var inputs = Inputs();
            Check(parts, inputs);
            var (spectral, frobenius) = Walk(parts, inputs.narrow(0, 0, 1));
            return new NetworkNorms
            {
                Layers = [.. layers],
                SpectralProduct = spectral,
                FrobeniusProduct = frobenius,
            };
        }
        finally
        {
            modes.Restore();
        }
    }

    private Tensor Inputs()
    {
        var first =
            network.parameters().FirstOrDefault()
            ?? throw new ArgumentException("A network's norms are of its weights, but the network has none.", nameof(network));
        var values = new float[TriedInputs * shape.Size];
        new RandomKey(seed, RandomPurpose.PowerIterationStart, Part: 1).Stream(0).FillGaussian(values);
        return tensor(values, [TriedInputs, shape.Channels, shape.Height, shape.Width]).to(first.device).to(first.dtype);
    }

    // Names and order of modules do not tell what a container does with them; its output does.
    private void Check(ImmutableArray<NetworkPart> parts, Tensor inputs)
    {
        using var scope = NewDisposeScope();
        var expected = network.call(inputs.clone());
        double difference;
        try
        {
            var read = parts.Aggregate(inputs, (x, part) => part.Apply(x));
            difference = read.shape.SequenceEqual(expected.shape)
                ? read.Plus(expected, -1).abs().max().to(ScalarType.Float64).item<double>()
                : double.PositiveInfinity;
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw NotRead(TorchErrors.FirstLine(e), e);
        }

        var largest = expected.abs().max().to(ScalarType.Float64).item<double>();
        if (!(difference <= LargestDifference * largest))
            throw NotRead(
                double.IsInfinity(difference)
                    ? "their shape differs"
                    : string.Create(CultureInfo.InvariantCulture, $"outputs of at most {largest:G3} differ by {difference:G3}"),
                null
            );
    }

    private ArgumentException NotRead(string difference, Exception? inner) =>
        new(
            $"The modules of {network.GetType().Name}, read in the order of their registration, must give the network's own "
                + $"outputs, but do not ({difference}): its forward pass does something else; implement {nameof(IReadableModule)} in it.",
            nameof(network),
            inner
        );

    /// <summary>The products over parts one after another.</summary>
    private (double Spectral, double Frobenius) Walk(ImmutableArray<NetworkPart> parts, Tensor input)
    {
        var (spectral, frobenius) = (1.0, 1.0);
        for (var i = 0; i < parts.Length; i++)
        {
            var (s, f) = parts[i] switch
            {
                AffinePart layer => Layer(layer, i + 1 < parts.Length ? parts[i + 1] as NormalizationPart : null, input),
                ParallelParts parallel => Branches(parallel, input),
                NormalizationPart when i > 0 && parts[i - 1] is AffinePart => (1, 1),
                NormalizationPart alone => throw new ArgumentException(
                    $"The normalization {alone.Name} must follow a linear layer or a convolution directly to "
                        + "be folded into it, but follows "
                        + $"{(i == 0 ? "none" : parts[i - 1].Name)}; its network's margins cannot be normalized.",
                    nameof(network)
                ),
                _ => (1, 1),
            };
            (spectral, frobenius) = (spectral * s, frobenius * f);
            input = parts[i].Apply(input);
        }

        return (spectral, frobenius);
    }

    private (double Spectral, double Frobenius) Branches(ParallelParts parallel, Tensor input)
    {
        var (spectral, frobenius) = (0.0, 0.0);
        foreach (var branch in parallel.Branches)
        {
            var (s, f) = Walk(branch, input);
            (spectral, frobenius) = (spectral + s * s, frobenius + f * f);
        }

        return (Math.Sqrt(spectral), Math.Sqrt(frobenius));
    }

    private (double Spectral, double Frobenius) Layer(AffinePart layer, NormalizationPart? normalization, Tensor input)
    {
        using var scope = NewDisposeScope();
        var weight = layer.Weight.detach().to(ScalarType.Float64);
        if (normalization is not null)
        {
            var scale = normalization.Statistics().Scale.to(ScalarType.Float64); // (outputs)
            weight = weight.mul(scale.reshape([-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)]));
        }

        var start = new RandomKey(seed, RandomPurpose.PowerIterationStart).Stream(layers.Count);
        var norm = new PowerMethod(x => layer.Map(x, weight), input.shape, weight.device).Run(start, token);
        var frobenius = weight.norm().item<double>();
        layers.Add(new LayerNorms(layer.Name, norm, frobenius, normalization is not null));
        return (norm.Value, frobenius);
    }
}
