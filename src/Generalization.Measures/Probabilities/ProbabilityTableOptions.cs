namespace Generalization.Measures.Probabilities;

/// <summary>What a table of probabilities allows.</summary>
public sealed record ProbabilityTableOptions
{
    /// <summary>How far a row's sum may lie from 1, in [0, 0.1]. Default: 0.001.</summary>
    /// <remarks>A float16 is rounded by at most 2⁻¹¹ of itself and 2⁻²⁵ besides, so that a row of k of them is off by at most
    /// 2⁻¹¹ + k · 2⁻²⁵, which is below 0.001 for k up to 17,000. Numbers that were written with d decimals are off by up to k · 10⁻ᵈ/2: 10
    /// classes with 3 decimals need 0.005.</remarks>
    public double SumTolerance
    {
        get;
        init =>
            field = value is >= 0 and <= 0.1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(SumTolerance),
                    FormattableString.Invariant($"SumTolerance must lie in [0, 0.1], but was {value}.")
                );
    } = ProbabilityRows.SumTolerance;

    /// <summary>Whether a class may have no example. Such a class has no threshold, and no example is counted in it. Default:
    /// false.</summary>
    public bool AllowClassesWithoutExample { get; init; }
}
