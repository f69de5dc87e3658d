using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Measures.Norms;

/// <summary>Adds Gaussian noise to a network's trained weights, and puts the weights back as they were when it is disposed.</summary>
internal sealed class WeightNoise : IDisposable
{
    // A block is drawn at once, from a stream of its own, so that threads draw side by side.
    private const int Block = 1 << 16;

    private readonly (Tensor Weight, Tensor Kept)[] weights;
    private readonly ulong seed;
    private readonly float[] noise;

    public WeightNoise(nn.Module network, ulong seed)
    {
        this.seed = seed;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor[] trained = [.. network.parameters().Where(p => p.requires_grad)];
        if (trained.Length == 0)
            throw new ArgumentException(
                "Sharpness is of trained weights, but all of the network's are frozen or it has none.",
                nameof(network)
            );
        weights = [.. trained.Select(w => (w, w.detach().clone().DetachFromDisposeScope()))];
        noise = GC.AllocateUninitializedArray<float>(checked((int)trained.Sum(w => w.numel())));
    }

    /// <summary>The root of the weights' mean square.</summary>
    public double RootMeanSquare
    {
        get
        {
            using var scope = NewDisposeScope();
            return Math.Sqrt(weights.Sum(w => Square(w.Kept)) / noise.Length);
        }
    }

    /// <summary>Σ ‖w − w₀‖², with w₀ of other networks' weights by their order, or 0.</summary>
    public double DistanceSquared(IReadOnlyList<Tensor>? initial)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return weights
            .Select(
                (w, i) =>
                    Square(
                        initial is null
                            ? w.Kept
                            : w.Kept.to(ScalarType.Float64).Plus(initial[i].to(w.Kept.device, false).to(ScalarType.Float64), -1)
                    )
            )
            .Sum();
    }

    /// <summary>Sets w + σz, z a draw of standard normal numbers.</summary>
    public void Perturb(double sigma, int draw)
    {
        var key = new RandomKey(seed, RandomPurpose.WeightNoise);
        Parallel.For(
            0,
            (noise.Length + Block - 1) / Block,
            b => key.Stream(b, (uint)draw).FillGaussian(noise.AsSpan(b * Block, Math.Min(Block, noise.Length - b * Block)))
        );
        using var noGrad = no_grad();
        var first = 0;
        foreach (var (weight, kept) in weights)
        {
            using var scope = NewDisposeScope();
            var count = (int)weight.numel();
            var drawn = tensor(noise.AsSpan(first, count).ToArray(), weight.shape).SentTo(weight.device);
            weight.copy_(kept.Plus(drawn.to(kept.dtype), sigma));
            first += count;
        }
    }

    public void Dispose()
    {
        using var noGrad = no_grad();
        foreach (var (weight, kept) in weights)
        {
            weight.copy_(kept);
            kept.Dispose();
        }
    }

    private static double Square(Tensor values)
    {
        var flat = values.to(ScalarType.Float64).flatten();
        return flat.dot(flat).item<double>();
    }
}
