namespace Generalization.Measures.Probabilities;

/// <summary>How examples are held out in turn.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>K, the number of parts, each held out once; at least 2. Default: 5.</summary>
    public int Folds
    {
        get;
        init =>
            field =
                value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Folds), $"Folds must be at least 2, but was {value}.");
    } = 5;

    /// <summary>How often it is done, with other parts each time, in 1 … 10,000; the mean of the probabilities is taken. Default:
    /// 1.</summary>
    public int Repeats
    {
        get;
        init =>
            field = value is >= 1 and <= 10_000
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Repeats), $"Repeats must lie in [1, 10000], but was {value}.");
    } = 1;

    /// <summary>How outputs become probabilities. Default: null, as <see cref="OutputProbabilities.RuleFor"/> says.</summary>
    public ProbabilityRule? Rule { get; init; }
}
