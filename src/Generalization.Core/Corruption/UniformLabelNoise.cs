using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Replaces each label, independently with probability p, by a class drawn uniformly.</summary>
/// <remarks>
/// <para>y′ᵢ = cᵢ with probability p, else yᵢ; cᵢ ~ Uniform{0, …, k − 1}, the true class included, so a label changes with
/// probability p(1 − 1/k). p = 0 leaves the true labels, p = 1 gives random labels.</para>
/// <para>For one seed the coin and the class of an example do not depend on p: what a smaller p replaces, a larger one replaces by
/// the same class.</para>
/// <para>Labels int64 (N) → int64 (N); pixels untouched. Source: section 2.1, "partially corrupted labels" and "random labels".</para>
/// </remarks>
/// <param name="Probability">p, in [0, 1].</param>
/// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1] or not a number.</exception>
public sealed record UniformLabelNoise(double Probability) : LabelCorruption
{
    /// <inheritdoc cref="UniformLabelNoise(double)" path="/param[@name='Probability']"/>
    public double Probability { get; } =
        Probability is >= 0 and <= 1
            ? Probability
            : throw new ArgumentOutOfRangeException(
                nameof(Probability),
                FormattableString.Invariant($"Probability must lie in [0, 1], but was {Probability}.")
            );

    /// <summary>"random-labels" for p = 1, else "partial-labels".</summary>
    public override string Name => Probability == 1 ? "random-labels" : "partial-labels";

    /// <inheritdoc/>
    public override double? LabelProbability => Probability;

    /// <inheritdoc/>
    protected override RandomPurpose Purpose => RandomPurpose.LabelNoise;

    /// <inheritdoc/>
    protected override (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random)
    {
        var replaced = random.NextDouble() < Probability;
        var drawn = random.NextInt32(example.ClassCount);
        return replaced ? (drawn, true) : (example.Label, false);
    }
}
