using Generalization.Models.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>Batch normalization with a shift and, where it is asked for, a scale, under torch's names.</summary>
internal sealed class InceptionBatchNorm : ChannelNormalization
{
    private readonly Parameter? weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean,
        running_var;
    private readonly RunningDecay decay;

    /// <param name="channels">C.</param>
    /// <param name="scale">Whether there is a learned scale.</param>
    /// <param name="decay">How the running averages follow, the same for all of a network.</param>
    public InceptionBatchNorm(int channels, bool scale, RunningDecay decay)
        : base(nameof(InceptionBatchNorm))
    {
        this.decay = decay;
        weight = scale ? new Parameter(ones(channels)) : null;
        bias = new Parameter(zeros(channels));
        (running_mean, running_var) = (zeros(channels), ones(channels));
        RegisterComponents();
    }

    public override Parameter Shift => bias;

    public override Parameter? Scale => weight;

    protected override Tensor RunningMean => running_mean;

    protected override Tensor RunningVariance => running_var;

    protected override double Momentum => 1 - decay.Current;

    public override string Describe() =>
        FormattableString.Invariant(
            $"batch-norm, epsilon {Epsilon:R}, {(weight is null ? "shift" : "scale and shift")}, decay {decay.Most:R}, rising"
        );
}
