using static TorchSharp.torch;

namespace Generalization.Training.Updates;

/// <summary>Adam with weight decay apart from the gradient: w ← (1 − ηλ)w first, then Adam's step without decay.</summary>
/// <remarks>Source: Loshchilov and Hutter, ICLR 2019, in the form of torch, where η multiplies λ.</remarks>
public sealed record AdamW : DecayingOptimizer
{
    /// <summary>Adam with a weight decay of 0.01.</summary>
    public AdamW() => WeightDecay = 0.01;

    /// <inheritdoc cref="Adam.Beta1"/>
    public double Beta1
    {
        get;
        init => field = Range(value, 0, 1, nameof(Beta1));
    } = 0.9;

    /// <inheritdoc cref="Adam.Beta2"/>
    public double Beta2
    {
        get;
        init => field = Range(value, 0, 1, nameof(Beta2));
    } = 0.999;

    /// <inheritdoc cref="Adam.Epsilon"/>
    public double Epsilon
    {
        get;
        init => field = Positive(value, nameof(Epsilon));
    } = 1e-8;

    /// <inheritdoc/>
    public override IUpdate Create(nn.Module network) => new AdamUpdate(network, this, Beta1, Beta2, Epsilon, decoupled: true);

    /// <summary>For example "adamw, beta1 0.9, beta2 0.999, epsilon 1E-08, weight decay 0.01 on all".</summary>
    public override string Describe() =>
        FormattableString.Invariant($"adamw, beta1 {Beta1:R}, beta2 {Beta2:R}, epsilon {Epsilon:R}, {DecayWords}");
}
