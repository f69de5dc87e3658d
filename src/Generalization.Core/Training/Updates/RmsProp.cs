using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>RMSProp as TensorFlow defines it: v ← ρv + (1 − ρ)g², m ← μm + ηg / √(v + ε), w ← w − m.</summary>
/// <remarks>v = 1 and m = 0 at first. torch's is another optimizer: its v is 0 at first, its ε stands outside the root, and its learning
/// rate outside the momentum. The defaults are those of Inception V3's training. Source: tf.train.RMSPropOptimizer and
/// research/inception/inception_train.py of TensorFlow.</remarks>
public sealed record RmsProp : DecayingOptimizer
{
    /// <summary>ρ, in [0, 1). Default: 0.9.</summary>
    public double Decay
    {
        get;
        init => field = Range(value, 0, 1, nameof(Decay));
    } = 0.9;

    /// <summary>Momentum μ, in [0, 1). Default: 0.9.</summary>
    public double Momentum
    {
        get;
        init => field = Range(value, 0, 1, nameof(Momentum));
    } = 0.9;

    /// <summary>ε, positive, inside the root. Default: 1.</summary>
    public double Epsilon
    {
        get;
        init => field = Positive(value, nameof(Epsilon));
    } = 1;

    /// <inheritdoc/>
    public override IUpdate Create(nn.Module network) => new RmsPropUpdate(network, this);

    /// <summary>For example "rmsprop, decay 0.9, momentum 0.9, epsilon 1, weight decay 4E-05 on weights".</summary>
    public override string Describe() =>
        FormattableString.Invariant($"rmsprop, decay {Decay:R}, momentum {Momentum:R}, epsilon {Epsilon:R}, {DecayWords}");
}
