using System.Globalization;
using Generalization.Models.Structure;
using Generalization.Randomness;
using Generalization.Torch;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Dropout whose masks come from our generator: in training, each value is 0 with probability p and else divided by 1 −
/// p.</summary>
/// <remarks>(n, d) → (n, d). Mask t of row i is drawn from (seed, dropout, layer, t, i): the same seed gives the same masks, and a training
/// that is continued goes on with mask <see cref="Position"/>. Source: Srivastava et al., JMLR 2014, in the form that scales while
/// training.</remarks>
public sealed class SeededDropout : nn.Module<Tensor, Tensor>, IRandomModule, IReadableModule
{
    private const int MostLayers = (int)(RandomPurpose.Custom - RandomPurpose.Dropout);
    private readonly ulong seed;
    private readonly int layer;

    /// <summary>A layer of dropout.</summary>
    /// <param name="probability">p, in [0, 1).</param>
    /// <param name="seed">The seed of its masks.</param>
    /// <param name="layer">Its number among the network's layers of dropout, from 0 to 3,839; two of one number draw the same
    /// masks.</param>
    /// <exception cref="ArgumentOutOfRangeException">p or the number is outside its range.</exception>
    public SeededDropout(double probability, ulong seed, int layer)
        : base(Loaded(nameof(SeededDropout)))
    {
        if (probability is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(probability),
                string.Create(CultureInfo.InvariantCulture, $"The probability of dropout must lie in [0, 1), but was {probability}.")
            );
        if (layer is < 0 or >= MostLayers)
            throw new ArgumentOutOfRangeException(
                nameof(layer),
                string.Create(CultureInfo.InvariantCulture, $"The layer must lie from 0 to {MostLayers - 1}, but was {layer}.")
            );
        (Probability, this.seed, this.layer) = (probability, seed, layer);
    }

    /// <summary>p.</summary>
    public double Probability { get; }

    // Before the base class touches libtorch, which says in no sentence that it is missing.
    private static string Loaded(string name)
    {
        TorchBackend.EnsureLoaded();
        return name;
    }

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (!training)
            return input.alias();
        using var scope = NewDisposeScope();
        var mask = tensor(Mask(input.shape[0], (int)(input.numel() / input.shape[0])), input.shape).SentTo(input.device); // as the input
        return input.mul(mask).MoveToOuterDisposeScope();
    }

    /// <summary>Nothing: in evaluation it changes nothing.</summary>
    public IEnumerable<NetworkPart> Parts() => [];

    /// <summary>"seeded-dropout, p = 0.5, seed 1, layer 0".</summary>
    public string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"seeded-dropout, p = {Probability:R}, seed {seed}, layer {layer}");

    /// <inheritdoc cref="Describe"/>
    public override string ToString() => Describe();

    private float[] Mask(long rows, int width)
    {
        // Each layer has a purpose of its own, so that layers never share a draw.
        var key = new RandomKey(seed, RandomPurpose.Dropout + (uint)layer);
        var draw = (uint)Position++;
        var threshold = (uint)Math.Min(uint.MaxValue, Probability * 4294967296.0);
        var kept = (float)(1 / (1 - Probability));
        var values = GC.AllocateUninitializedArray<float>((int)rows * width);
        Parallel.For(
            0,
            (int)rows,
            row =>
            {
                var random = key.Stream(row, draw);
                foreach (ref var value in values.AsSpan(row * width, width))
                    value = random.NextUInt32() < threshold ? 0 : kept;
            }
        );
        return values;
    }
}
