using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂ / (√v̂ + ε), m = v = 0 at first.</summary>
/// <remarks>m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at a parameter's t-th step, from 1. Weight decay is a part of the gradient; AdamW's
/// is not. Source: Kingma and Ba, ICLR 2015.</remarks>
public sealed record Adam : DecayingOptimizer
{
    /// <summary>β₁, in [0, 1). Default: 0.9.</summary>
    public double Beta1
    {
        get;
        init => field = Range(value, 0, 1, nameof(Beta1));
    } = 0.9;

    /// <summary>β₂, in [0, 1). Default: 0.999.</summary>
    public double Beta2
    {
        get;
        init => field = Range(value, 0, 1, nameof(Beta2));
    } = 0.999;

    /// <summary>ε, positive. Default: 1e-8.</summary>
    public double Epsilon
    {
        get;
        init => field = Positive(value, nameof(Epsilon));
    } = 1e-8;

    /// <inheritdoc/>
    public override IUpdate Create(nn.Module network) => new AdamUpdate(network, this, Beta1, Beta2, Epsilon, decoupled: false);

    /// <summary>For example "adam, beta1 0.9, beta2 0.999, epsilon 1E-08, weight decay 0 on all".</summary>
    public override string Describe() =>
        FormattableString.Invariant($"adam, beta1 {Beta1:R}, beta2 {Beta2:R}, epsilon {Epsilon:R}, {DecayWords}");
}
