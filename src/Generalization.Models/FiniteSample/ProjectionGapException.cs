using System.Globalization;

namespace Generalization.Models.FiniteSample;

/// <summary>Two distinct points' projections lie too near each other for float64 in the best direction tried.</summary>
public sealed class ProjectionGapException : Exception
{
    internal ProjectionGapException(int first, int second, double gap, double projection, int directions)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Projections of distinct points must lie four spacings of float64 apart, but those of points {first} and "
                    + $"{second} were {gap:G3} apart at {projection:G6} in the best of {directions} directions; try more "
                    + $"directions or another seed, subtract a common offset from the points, or remove one of the two."
            )
        ) => (First, Second, Gap) = (first, second, gap);

    /// <summary>The first point's index.</summary>
    public int First { get; }

    /// <summary>The second point's index.</summary>
    public int Second { get; }

    /// <summary>The distance of the two projections; 0 where they coincide.</summary>
    public double Gap { get; }
}
