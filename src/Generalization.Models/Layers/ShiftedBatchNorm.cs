using Generalization.Identity;
using Generalization.Models.Structure;
using Generalization.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Batch normalization with a learned shift and no learned scale: y = (x − μ) / √(σ² + ε) + β.</summary>
/// <remarks>
/// <para>In training μ and σ² are those of each channel over the batch and all positions; in evaluation they are running averages, r ← 0.9
/// r + 0.1 (batch value). (n, C, H, W) → (n, C, H, W). ε = 0.001, TensorFlow's default of the time; the scale is the one that TensorFlow
/// left out by default, which gives the paper's parameter count.</para>
/// <para>TensorFlow averaged with 0.999 or slower, for epochs of hundreds of steps; 0.9 follows the network also on small training
/// sets.</para>
/// </remarks>
internal sealed class ShiftedBatchNorm : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    public const double Epsilon = 1e-3;
    private const double Momentum = 0.1;

    private readonly Parameter shift;
    private readonly Tensor running_mean,
        running_var;
    private Tensor? scale;

    public ShiftedBatchNorm(int channels)
        : base(nameof(ShiftedBatchNorm))
    {
        shift = new Parameter(zeros(channels));
        (running_mean, running_var) = (zeros(channels), ones(channels));
        RegisterComponents();
    }

    /// <summary>β, one for each channel.</summary>
    public Parameter Shift => shift;

    public string Describe() => FormattableString.Invariant($"shifted-batch-norm, epsilon {Epsilon:R}, momentum {Momentum:R}");

    public IEnumerable<NetworkPart> Parts() =>
        [new NormalizationPart("", () => NormalizationPart.Folded(running_mean, running_var, Epsilon, null, shift))];

    public override Tensor forward(Tensor input) =>
        nn.functional.batch_norm(input, running_mean, running_var, Scale(input.device), bias: shift, training, Momentum, Epsilon);

    /// <summary>The running averages.</summary>
    public (double[] Mean, double[] Variance) RunningStatistics() => (Doubles(running_mean), Doubles(running_var));

    /// <summary>β's values.</summary>
    public double[] ShiftValues()
    {
        using var values = shift.detach();
        return Doubles(values);
    }

    /// <summary>Moves the running averages towards a batch's statistics.</summary>
    /// <param name="mean">Its means.</param>
    /// <param name="variance">Its biased variances.</param>
    /// <param name="rows">The number of values that each is of.</param>
    public unsafe void Follow(double[] mean, double[] variance, int rows)
    {
        var unbiased = rows / Math.Max(1.0, rows - 1);
        float* means = (float*)TensorMemory.Pointer(running_mean),
            variances = (float*)TensorMemory.Pointer(running_var);
        for (var c = 0; c < mean.Length; c++)
        {
            means[c] = (float)((1 - Momentum) * means[c] + Momentum * mean[c]);
            variances[c] = (float)((1 - Momentum) * variances[c] + Momentum * variance[c] * unbiased);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            scale?.Dispose();
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
    private Tensor? Scale(Device device)
    {
        if (device.type == DeviceType.CPU)
            return null;
        if (scale is not null && scale.device.ToString() == device.ToString())
            return scale;
        scale?.Dispose();
        return scale = ones_like(running_var).DetachFromDisposeScope();
    }
}
