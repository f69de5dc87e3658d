namespace Generalization.Measures.Audits;

/// <summary>The effect of training without the suspicious labels on the test error.</summary>
/// <param name="Removed">The examples that were left out.</param>
/// <param name="Before">The test error with them.</param>
/// <param name="After">The test error without them.</param>
public sealed record CleaningEffect(int Removed, Estimate Before, Estimate After)
{
    private const double MostChance = 0.05;

    /// <summary>b, the test examples that the training with them alone gets right; null in results of earlier versions. Default:
    /// null.</summary>
    public int? OnlyBefore { get; init; }

    /// <summary>c, the test examples that the training without them alone gets right; null in results of earlier versions. Default:
    /// null.</summary>
    public int? OnlyAfter { get; init; }

    /// <summary>McNemar's exact two-sided p-value of b and c: both trainings are asked the same test examples. Null where these are not
    /// known.</summary>
    public double? PValue => OnlyBefore is { } b && OnlyAfter is { } c ? McNemar.PValue(b, c) : null;

    /// <summary>Whether the test errors differ by more than chance: p is below 0.05; where it is not known, the intervals are
    /// apart.</summary>
    internal bool Differs => PValue is { } p ? p < MostChance : After.High < Before.Low || After.Low > Before.High;

    /// <summary>The effect of two trainings on the same test examples.</summary>
    /// <param name="removed">The examples that were left out of the second.</param>
    /// <param name="before">Whether the first is right on each test example.</param>
    /// <param name="after">Whether the second is.</param>
    internal static CleaningEffect Of(int removed, ReadOnlySpan<bool> before, ReadOnlySpan<bool> after)
    {
        var (both, onlyBefore, onlyAfter) = (0, 0, 0);
        for (var i = 0; i < before.Length; i++)
        {
            both += before[i] && after[i] ? 1 : 0;
            onlyBefore += before[i] && !after[i] ? 1 : 0;
            onlyAfter += after[i] && !before[i] ? 1 : 0;
        }

        return new(
            removed,
            Estimate.OfShare(before.Length - both - onlyBefore, before.Length),
            Estimate.OfShare(before.Length - both - onlyAfter, before.Length)
        )
        {
            OnlyBefore = onlyBefore,
            OnlyAfter = onlyAfter,
        };
    }

    /// <summary>(before − after) / before: the share of errors that is gone, below 0 where there are more; 0 where there were
    /// none.</summary>
    public double Cut => Before.Value > 0 ? (Before.Value - After.Value) / Before.Value : 0;
}
