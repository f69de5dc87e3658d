using Generalization.Data;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Features;

/// <summary>A hidden layer of ReLUs whose weights are drawn and never trained. Its least-squares interpolant is worst with as many features
/// as images, and good again with more.</summary>
/// <remarks>
/// <para>φⱼ(x) = √(2/N) · max(0, ⟨wⱼ, x⟩ + bⱼ), wⱼ ~ N(0, I/d), bⱼ ~ N(0, 1/d), as if b were the weight of one more pixel that is 1; x is
/// pixels/255, or raw values as they are. ⟨φ(x), φ(x′)⟩ tends to the arc-cosine kernel of order 1 of (x, 1) and (x′, 1), divided by d, as N
/// grows, so that a ridge means the same whatever N is.</para>
/// <para>Feature j is a function of the seed and j, but for the factor √(2/N). Source: Rahimi and Recht, "Random features for large-scale
/// kernel machines", NIPS 2007; Belkin, Hsu, Ma and Mandal, "Reconciling modern machine-learning practice and the classical bias–variance
/// trade-off", PNAS 2019, "random ReLU features".</para>
/// </remarks>
public sealed class RandomReluFeatures : FeatureMap
{
    private const int Width = 1000;
    private readonly ImageShape shape;

    private RandomReluFeatures(ImageShape shape, int count, ulong seed) => (this.shape, Dimension, Seed) = (shape, count, seed);

    /// <inheritdoc/>
    public override string Name => "random-relu";

    /// <summary>N.</summary>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override int BlockCount => (Dimension + Width - 1) / Width;

    /// <inheritdoc/>
    public override int BlockWidth => Math.Min(Dimension, Width);

    /// <summary>Decides weights and biases.</summary>
    public ulong Seed { get; }

    /// <summary>A map for images of one shape; nothing is fitted.</summary>
    /// <param name="shape">The images' shape, d values each.</param>
    /// <param name="count">N, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">N is below 1.</exception>
    public static RandomReluFeatures Create(ImageShape shape, int count, ulong seed) =>
        new(shape, FeatureOption.AtLeastOne(count, nameof(count)), seed);

    /// <summary>The weights and biases of one block.</summary>
    /// <param name="block">Which, in [0, <see cref="BlockCount"/>).</param>
    /// <returns>(width, d + 1), a row for each feature, the bias last.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public float[,] Weights(int block)
    {
        FeatureImages.Check(this, block);
        var first = block * Width;
        var weights = new float[Math.Min(Width, Dimension - first), shape.Size + 1];
        var deviation = (float)(1 / Math.Sqrt(shape.Size));
        Parallel.For(
            0,
            weights.GetLength(0),
            i =>
            {
                var stream = new RandomKey(Seed, RandomPurpose.RandomFeatures).Stream(first + i);
                var row = new float[shape.Size + 1];
                stream.FillGaussian(row);
                for (var j = 0; j < row.Length; j++)
                    weights[i, j] = deviation * row[j];
            }
        );
        return weights;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    /// <exception cref="ArgumentException">The images have another shape.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Tensor Block(int block, Dataset images, Device? device = null, CancellationToken token = default)
    {
        FeatureImages.Check(this, shape, block, images);
        TorchBackend.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var at = device ?? CPU;
        var drawn = tensor(Weights(block)).to(at); // (w, d + 1)
        var (weights, biases) = (drawn.narrow(1, 0, shape.Size).t(), drawn.narrow(1, shape.Size, 1).t()); // (d, w), (1, w)
        var (divisor, factor) = (images.Pixels.Scale.Divisor(), Math.Sqrt(2.0 / Dimension));
        var perImage = sizeof(float) * (long)(shape.Size + 3 * drawn.shape[0]);
        return FeatureImages
            .InBatches(
                images,
                (int)drawn.shape[0],
                FeatureImages.AtOnce(perImage, at),
                at,
                token,
                // (n, w)
                pixels => pixels.flatten(1).DividedBy(divisor).mm(weights).PlusInPlace(biases).AtLeastInPlace(0).TimesInPlace(factor)
            )
            .MoveToOuterDisposeScope();
    }
}
