namespace Generalization.Measures.WholeSet;

/// <summary>What counts as a near duplicate, and how much is kept.</summary>
public sealed record DuplicateOptions
{
    /// <summary>For photographs: a correlation of 0.9, and 0.6 of edges.</summary>
    /// <remarks>Of CIFAR-10, 683 pairs; of 80 looked at, almost all are copies, cut or coloured a little otherwise.</remarks>
    public static DuplicateOptions Photographs { get; } = new() { LeastCorrelation = 0.9 };

    /// <summary>The correlation of two images' pixels from which they are near duplicates, in (0, 1). Default: 0.98.</summary>
    /// <remarks>Brightness and contrast do not count. Simple shapes are alike without being copies: of MNIST, 622 pairs correlate by 0.98,
    /// all of them ones, and 25,000 by 0.96. Photographs are less alike, and copies of them correlate less: see
    /// <see cref="Photographs"/>.</remarks>
    public double LeastCorrelation
    {
        get;
        init => field = Within(value, nameof(LeastCorrelation));
    } = 0.98;

    /// <summary>The correlation of the two images' edges that is asked for besides, in (0, 1). Default: 0.6.</summary>
    /// <remarks>Edges are the differences of neighbouring pixels, to the right and down. Two pictures of a small thing before the sky
    /// correlate by 0.95 and their edges by little; a copy's do.</remarks>
    public double LeastEdgeCorrelation
    {
        get;
        init => field = Within(value, nameof(LeastEdgeCorrelation));
    } = 0.6;

    /// <summary>Whether to look for near duplicates at all; exact ones are always looked for. Default: true.</summary>
    public bool Near { get; init; } = true;

    /// <summary>The most pairs of near duplicates that are kept, the most alike ones; at least 0. All are counted. Default:
    /// 10,000.</summary>
    public int MostPairs
    {
        get;
        init =>
            field =
                value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(MostPairs), $"MostPairs must be at least 0, but was {value}.");
    } = 10_000;

    private static double Within(double value, string name) =>
        value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must lie in (0, 1), but was {value}."));
}
