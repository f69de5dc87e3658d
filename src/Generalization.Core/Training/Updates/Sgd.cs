using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>Stochastic gradient descent with momentum: v ← μv + g + λw, w ← w − ηv, v = 0 at first.</summary>
public sealed record Sgd : DecayingOptimizer
{
    /// <summary>Momentum μ, in [0, 1). Default: 0.9.</summary>
    public double Momentum
    {
        get;
        init => field = Range(value, 0, 1, nameof(Momentum));
    } = 0.9;

    /// <inheritdoc/>
    public override IUpdate Create(nn.Module network) => new SgdUpdate(network, this);

    /// <summary>For example "sgd, momentum 0.9, weight decay 0 on all".</summary>
    public override string Describe() => FormattableString.Invariant($"sgd, momentum {Momentum:R}, {DecayWords}");
}
