using Generalization.Randomness;

namespace Generalization.Distributed.Simulation;

/// <summary>Times that are drawn: log-normal, with a mean and a coefficient of variation.</summary>
/// <param name="Mean">The mean, in seconds, positive.</param>
/// <param name="Variation">The standard deviation divided by the mean, at least 0. Default: 0.2.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed record TimeDistribution(double Mean, double Variation = 0.2)
{
    /// <inheritdoc cref="TimeDistribution(double, double)" path="/param[@name='Mean']"/>
    public double Mean { get; init; } =
        Mean > 0 && double.IsFinite(Mean)
            ? Mean
            : throw new ArgumentOutOfRangeException(
                nameof(Mean),
                FormattableString.Invariant($"Mean must be positive and finite, but was {Mean}.")
            );

    /// <inheritdoc cref="TimeDistribution(double, double)" path="/param[@name='Variation']"/>
    public double Variation { get; init; } =
        Variation >= 0 && double.IsFinite(Variation)
            ? Variation
            : throw new ArgumentOutOfRangeException(
                nameof(Variation),
                FormattableString.Invariant($"Variation must not be negative, but was {Variation}.")
            );

    /// <summary>Draws one.</summary>
    /// <param name="draws">The stream, which goes on.</param>
    public double Draw(ref RandomStream draws)
    {
        var spread = Math.Log(1 + Variation * Variation);
        return Mean * Math.Exp(Math.Sqrt(spread) * draws.NextGaussianPair().First - spread / 2);
    }
}
