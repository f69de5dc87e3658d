using Generalization.Identity;
using Generalization.Models.Structure;
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
    private const double Epsilon = 1e-3,
        Momentum = 0.1;

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

    public string Describe() => FormattableString.Invariant($"shifted-batch-norm, epsilon {Epsilon:R}, momentum {Momentum:R}");

    public IEnumerable<NetworkPart> Parts() =>
        [new NormalizationPart("", () => NormalizationPart.Folded(running_mean, running_var, Epsilon, null, shift))];

    public override Tensor forward(Tensor input) =>
        nn.functional.batch_norm(input, running_mean, running_var, Scale(input.device), bias: shift, training, Momentum, Epsilon);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            scale?.Dispose();
        base.Dispose(disposing);
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
