namespace Generalization.Measures.Subsets;

/// <summary>Which pairs are worth showing.</summary>
public sealed record InfluenceOptions
{
    /// <summary>The least memorization of the training example, in [−1, 1]. Default: 0.25, as published.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside its range.</exception>
    public double LeastMemorization
    {
        get;
        init => field = InRange(value, nameof(LeastMemorization));
    } = 0.25;

    /// <summary>The least influence, in [−1, 1]. Default: 0.15, as published for 2,000 runs. With fewer runs that is within chance: see
    /// <see cref="InfluenceResult.ExpectedByChance"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside its range.</exception>
    public double LeastInfluence
    {
        get;
        init => field = InRange(value, nameof(LeastInfluence));
    } = 0.15;

    /// <summary>The most pairs that are kept, at least 1; those of the largest influence. Default: 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Most
    {
        get;
        init =>
            field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Most), $"Most must be at least 1, but was {value}.");
    } = 1000;

    /// <summary>The runs' fraction. Default: null, the design's only one.</summary>
    public double? Fraction { get; init; }

    private static double InRange(double value, string name) =>
        value is >= -1 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must lie in [-1, 1], but was {value}."));
}
