using Generalization.Inputs;
using static TorchSharp.torch;

namespace Generalization.Training.Losses;

/// <summary>Softmax cross-entropy with labels, in nats: −Σ_c q_c log p_c, p = softmax(outputs).</summary>
/// <remarks>q_c = (1 − ε)·[c = label] + ε/k with label smoothing ε. Source: Szegedy et al., "Rethinking the Inception architecture",
/// section 7.</remarks>
/// <param name="LabelSmoothing">ε, in [0, 1). Default: 0, q is one-hot.</param>
/// <exception cref="ArgumentOutOfRangeException">ε is outside [0, 1).</exception>
public sealed record CrossEntropy(double LabelSmoothing = 0) : Loss
{
    /// <inheritdoc cref="CrossEntropy(double)" path="/param[@name='LabelSmoothing']"/>
    public double LabelSmoothing
    {
        get;
        init => field = Checked(value);
    } = Checked(LabelSmoothing);

    /// <inheritdoc/>
    public override Tensor Mean(Tensor outputs, Batch batch) => Of(outputs, batch, nn.Reduction.Mean);

    /// <inheritdoc/>
    public override Tensor Sum(Tensor outputs, Batch batch) => Of(outputs, batch, nn.Reduction.Sum);

    /// <summary>For example "cross-entropy, label smoothing 0.1".</summary>
    public override string Describe() => FormattableString.Invariant($"cross-entropy, label smoothing {LabelSmoothing:R}");

    private Tensor Of(Tensor outputs, Batch batch, nn.Reduction reduction)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(batch);
        return nn.functional.cross_entropy(outputs, batch.Labels, reduction: reduction, label_smoothing: LabelSmoothing);
    }

    private static double Checked(double value) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(LabelSmoothing),
                FormattableString.Invariant($"LabelSmoothing must lie in [0, 1), but was {value}.")
            );
}
