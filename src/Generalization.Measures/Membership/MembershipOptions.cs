namespace Generalization.Measures.Membership;

/// <summary>How membership is inferred.</summary>
public sealed record MembershipOptions
{
    /// <summary>Where variances come from. Default: by the number of runs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no such rule.</exception>
    public VarianceRule Variance
    {
        get;
        init =>
            field = Enum.IsDefined(value)
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Variance),
                    $"Variance must be one of {string.Join(", ", Enum.GetNames<VarianceRule>())}, but was {value}."
                );
    }

    /// <summary>The runs' fraction. Default: null, the design's only one.</summary>
    public double? Fraction { get; init; }

    /// <summary>The most runs that are taken in turn as the target, at least 1: the first ones. Default: all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MostTargets
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(MostTargets), $"MostTargets must be at least 1, but was {value}.");
    } = int.MaxValue;
}
