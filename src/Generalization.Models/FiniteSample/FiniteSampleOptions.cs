using System.Globalization;

namespace Generalization.Models.FiniteSample;

/// <summary>How a finite-sample network is fitted.</summary>
public sealed record FiniteSampleOptions
{
    /// <summary>How many random directions are tried, at least 1. The one whose smallest gap is the largest is taken. Default: 8.</summary>
    public int Directions
    {
        get;
        init =>
            field =
                value >= 1
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Directions), $"Directions must be at least 1, but was {value}.");
    } = 8;

    /// <summary>t: each threshold lies this fraction of the smaller neighbouring gap after the previous point; 2⁻ᵐ, from 1/4 to 1/64.
    /// Default: 1/8.</summary>
    /// <remarks>
    /// <para>Each step multiplies the slope before it, and the error in it, by −(bⱼ − xⱼ₋₁)/(xⱼ − bⱼ), at most t/(1 − t) in size: 1/7 by
    /// default. At midpoints this is 1 and nothing ever decays. The smaller gap is taken, since a steep piece that went on for a fraction
    /// of a long gap would overshoot by as much.</para>
    /// <para>A power of two keeps thresholds exact where projections are; a smaller one would come nearer to float64's spacing in the
    /// smallest gaps.</para>
    /// </remarks>
    public double ThresholdFraction
    {
        get;
        init =>
            field = value is 0.25 or 0.125 or 0.0625 or 0.03125 or 0.015625
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(ThresholdFraction),
                    string.Create(CultureInfo.InvariantCulture, $"ThresholdFraction must be 1/4, 1/8, 1/16, 1/32 or 1/64, but was {value}.")
                );
    } = 0.125;
}
