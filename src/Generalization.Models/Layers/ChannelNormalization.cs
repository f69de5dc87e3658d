using Generalization.Identity;
using Generalization.Models.Structure;
using Generalization.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Batch normalization: y = γ·(x − μ) / √(σ² + ε) + β for each channel.</summary>
/// <remarks>In training μ and σ² are those of each channel over the batch and all positions; in evaluation they are running averages, r ←
/// (1 − m)·r + m·(batch value). (n, C, H, W) → (n, C, H, W). ε = 0.001, TensorFlow's default of the time. Those who derive hold the
/// tensors, under their own names.</remarks>
internal abstract class ChannelNormalization(string name) : nn.Module<Tensor, Tensor>(name), IDescribed, IReadableModule
{
    public const double Epsilon = 1e-3;

    private Tensor? ones;

    /// <summary>β, one for each channel.</summary>
    public abstract Parameter Shift { get; }

    /// <summary>γ, one for each channel; null for none, which is 1.</summary>
    public abstract Parameter? Scale { get; }

    /// <summary>What is learned.</summary>
    public Tensor[] Learned => Scale is { } scale ? [Shift, scale] : [Shift];

    protected abstract Tensor RunningMean { get; }

    protected abstract Tensor RunningVariance { get; }

    /// <summary>m, the batch's share.</summary>
    protected abstract double Momentum { get; }

    public abstract string Describe();

    public IEnumerable<NetworkPart> Parts() =>
        [new NormalizationPart("", () => NormalizationPart.Folded(RunningMean, RunningVariance, Epsilon, Scale, Shift))];

    public override Tensor forward(Tensor input) =>
        nn.functional.batch_norm(
            input,
            RunningMean,
            RunningVariance,
            Scale ?? OnesOn(input.device),
            bias: Shift,
            training,
            Momentum,
            Epsilon
        );

    /// <summary>The running averages.</summary>
    public (double[] Mean, double[] Variance) RunningStatistics() => (Doubles(RunningMean), Doubles(RunningVariance));

    /// <summary>β's values.</summary>
    public double[] ShiftValues()
    {
        using var values = Shift.detach();
        return Doubles(values);
    }

    /// <summary>γ's values; null for none.</summary>
    public double[]? ScaleValues()
    {
        using var values = Scale?.detach();
        return values is null ? null : Doubles(values);
    }

    /// <summary>Moves the running averages towards a batch's statistics.</summary>
    /// <param name="mean">Its means.</param>
    /// <param name="variance">Its biased variances.</param>
    /// <param name="rows">The number of values that each is of.</param>
    public unsafe void Follow(double[] mean, double[] variance, int rows)
    {
        var (unbiased, share) = (rows / Math.Max(1.0, rows - 1), Momentum);
        float* means = (float*)TensorMemory.Pointer(RunningMean),
            variances = (float*)TensorMemory.Pointer(RunningVariance);
        for (var c = 0; c < mean.Length; c++)
        {
            means[c] = (float)((1 - share) * means[c] + share * mean[c]);
            variances[c] = (float)((1 - share) * variances[c] + share * variance[c] * unbiased);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            ones?.Dispose();
        base.Dispose(disposing);
    }

    private static unsafe double[] Doubles(Tensor values)
    {
        var memory = (float*)TensorMemory.Pointer(values);
        var doubles = new double[values.NumberOfElements];
        for (var c = 0; c < doubles.Length; c++)
            doubles[c] = memory[c];
        return doubles;
    }

    // On a GPU libtorch gives a shift without a scale no gradient. With ones, which are no parameter, it also takes cuDNN's normalization.
    private Tensor? OnesOn(Device device)
    {
        if (device.type == DeviceType.CPU)
            return null;
        if (ones is not null && ones.device.ToString() == device.ToString())
            return ones;
        ones?.Dispose();
        return ones = ones_like(RunningVariance).DetachFromDisposeScope();
    }
}
