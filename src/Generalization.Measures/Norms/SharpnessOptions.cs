using System.Globalization;

namespace Generalization.Measures.Norms;

/// <summary>How sharpness is measured.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set. A measurement takes about
/// (Bisections + 5) · Draws passes over the examples.</remarks>
public sealed record SharpnessOptions
{
    /// <summary>By how much the training accuracy is to fall, in (0, 1). Default: 0.1.</summary>
    public double Fall
    {
        get;
        init =>
            field = value is > 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Fall),
                    string.Create(CultureInfo.InvariantCulture, $"Fall must lie in (0, 1), but was {value}.")
                );
    } = 0.1;

    /// <summary>K, the draws of noise whose mean accuracy counts, at least 1; the same ones at each σ. Default: 10.</summary>
    public int Draws
    {
        get;
        init => field = AtLeast(1, value, nameof(Draws));
    } = 10;

    /// <summary>How often the range of σ, at first a factor of 2, is halved on a logarithmic scale, at least 1; 8 leave 0.3 %. Default:
    /// 8.</summary>
    public int Bisections
    {
        get;
        init => field = AtLeast(1, value, nameof(Bisections));
    } = 8;

    /// <summary>How many training examples the accuracy is taken on, at least 1; a uniformly random choice, and all where there are fewer.
    /// Default: 1,000.</summary>
    public int Examples
    {
        get;
        init => field = AtLeast(1, value, nameof(Examples));
    } = 1000;

    private static int AtLeast(int least, int value, string name) =>
        value >= least
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least}, but was {value}.")
            );
}
