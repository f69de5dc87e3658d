namespace Generalization.Training.Updates;

/// <summary>An optimizer that weight decay is a part of.</summary>
public abstract record DecayingOptimizer : Optimizer
{
    private protected DecayingOptimizer() { }

    /// <summary>Weight decay λ, in [0, 1): g ← g + λw, unless the optimizer says otherwise, on <see cref="WeightDecayOn"/>. Default:
    /// 0.</summary>
    public double WeightDecay
    {
        get;
        init => field = Range(value, 0, 1, nameof(WeightDecay));
    }

    /// <summary>Which parameters weight decay acts on. Default: all.</summary>
    public DecayedParameters WeightDecayOn
    {
        get;
        init =>
            field = Enum.IsDefined(value)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(WeightDecayOn),
                    $"WeightDecayOn must be one of {string.Join(", ", Enum.GetNames<DecayedParameters>())}, but was {value}."
                );
    }

    /// <inheritdoc/>
    public override double AppliedWeightDecay => WeightDecay;

    private protected string DecayWords =>
        FormattableString.Invariant($"weight decay {WeightDecay:R} on {(WeightDecayOn == DecayedParameters.All ? "all" : "weights")}");
}
