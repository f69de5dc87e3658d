namespace Generalization.Learning;

/// <summary>Where the share behind a count lies, by Wilson's score interval.</summary>
/// <remarks>(p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), with p̂ = successes/n. It stays in 0..1 and has a width where p̂ is 0
/// or 1 too. Source: Wilson 1927.</remarks>
/// <param name="Low">The lower end, in 0..1.</param>
/// <param name="High">The upper end, in 0..1.</param>
public readonly record struct BinomialInterval(double Low, double High)
{
    /// <summary>Three standard deviations, which hold 99.7 % of a normal distribution.</summary>
    public const double ThreeDeviations = 3;

    /// <summary>The interval of a count.</summary>
    /// <param name="successes">The count, in 0..trials.</param>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="deviations">z, above 0. Default: 3, for a confidence of 99.7 %.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static BinomialInterval Of(int successes, int trials, double deviations = ThreeDeviations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviations);
        double n = trials,
            share = successes / n,
            squared = deviations * deviations;
        var centre = share + squared / (2 * n);
        var half = deviations * Math.Sqrt(share * (1 - share) / n + squared / (4 * n * n));
        var scale = 1 + squared / n;
        return new(Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale));
    }
}
