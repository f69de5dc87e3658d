namespace Generalization.Measures.Complexity;

/// <summary>How stability is measured.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
public sealed record StabilityOptions
{
    /// <summary>How many examples are replaced, one at a time; at least 1, and one alone has no interval. Each takes two trainings.
    /// Default: 5.</summary>
    public int Draws
    {
        get;
        init =>
            field =
                value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Draws), $"Draws must be at least 1, but was {value}.");
    } = 5;
}
