using System.Globalization;
using Generalization.Learning;
using MathNet.Numerics.Distributions;

namespace Generalization.Measures;

/// <summary>A number that was estimated, and where it may lie.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error, at least 0; not a number where one draw alone was made.</param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end of the 95 % interval.</param>
/// <param name="Count">The number of draws or examples behind it, at least 1.</param>
public sealed record Estimate(double Value, double StandardError, double Low, double High, int Count)
{
    /// <summary>Φ⁻¹(0.975): a normal distribution has 95 % within as many standard deviations of its mean.</summary>
    internal const double NormalDeviations = 1.959963984540054;

    private const double Confidence = 0.95;

    /// <summary>The mean of independent draws, with Student's t interval: mean ± t₀.₉₇₅,ₙ₋₁ · s/√n.</summary>
    /// <param name="draws">The draws, at least one; one alone has an interval without ends.</param>
    /// <exception cref="ArgumentException">There is no draw.</exception>
    public static Estimate OfMean(ReadOnlySpan<double> draws)
    {
        if (draws.IsEmpty)
            throw new ArgumentException("A mean must be of at least one draw, but there is none. Make more draws.", nameof(draws));
        double sum = 0,
            squares = 0;
        foreach (var draw in draws)
            sum += draw;
        var mean = sum / draws.Length;
        if (draws.Length == 1)
            return new(mean, double.NaN, double.NegativeInfinity, double.PositiveInfinity, 1);
        foreach (var draw in draws)
            squares += (draw - mean) * (draw - mean);
        var error = Math.Sqrt(squares / (draws.Length - 1) / draws.Length);
        var half = error * StudentT.InvCDF(0, 1, draws.Length - 1, (1 + Confidence) / 2);
        return new(mean, error, mean - half, mean + half, draws.Length);
    }

    /// <summary>The share behind a count, with Wilson's 95 % interval.</summary>
    /// <param name="successes">The count, in 0..trials.</param>
    /// <param name="trials">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static Estimate OfShare(int successes, int trials)
    {
        var interval = BinomialInterval.Of(successes, trials, NormalDeviations);
        var share = (double)successes / trials;
        return new(share, Math.Sqrt(share * (1 - share) / trials), interval.Low, interval.High, trials);
    }

    /// <summary>The same with its interval's ends in the range that the quantity has; an interval without ends stays so.</summary>
    /// <remarks>Student's interval knows no range: the mean of 1, 1 and 0.98 would reach up to 1.022.</remarks>
    /// <param name="least">The least value that the quantity can have.</param>
    /// <param name="most">The largest.</param>
    internal Estimate Within(double least, double most) =>
        double.IsNaN(StandardError) ? this : this with { Low = Math.Max(Low, least), High = Math.Min(High, most) };

    /// <summary>"0.985 (0.97 to 1)", invariant.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:G4} ({Low:G4} to {High:G4})");
}
