using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Batch normalization with a learned shift and no learned scale, whose running averages follow with 0.9.</summary>
/// <remarks>The scale is the one that TensorFlow left out by default, which gives the paper's parameter count. TensorFlow averaged with
/// 0.999 or slower, for epochs of hundreds of steps; 0.9 follows the network also on small training sets.</remarks>
internal sealed class ShiftedBatchNorm : ChannelNormalization
{
    private const double BatchShare = 0.1;

    private readonly Parameter shift;
    private readonly Tensor running_mean,
        running_var;

    public ShiftedBatchNorm(int channels)
        : base(nameof(ShiftedBatchNorm))
    {
        shift = new Parameter(zeros(channels));
        (running_mean, running_var) = (zeros(channels), ones(channels));
        RegisterComponents();
    }

    public override Parameter Shift => shift;

    public override Parameter? Scale => null;

    protected override Tensor RunningMean => running_mean;

    protected override Tensor RunningVariance => running_var;

    protected override double Momentum => BatchShare;

    public override string Describe() => FormattableString.Invariant($"shifted-batch-norm, epsilon {Epsilon:R}, momentum {BatchShare:R}");
}
