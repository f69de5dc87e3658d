using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Models.FiniteSample;

/// <summary>All points' projections on one direction, in parallel over rows; the bits depend on no thread count.</summary>
internal static class Projections
{
    private const int RowsAtOnce = 256;

    // Beyond these, squares and sums of projections could leave float64's range.
    private const double TooLarge = 2.582249878086909e120,
        TooSmall = 3.872591914849318e-121;

    public static void Of(PointRows points, double[] direction, double[] result) =>
        ForRows(
            points.Count,
            (first, end) =>
            {
                for (var i = first; i < end; i++)
                    result[i] = Of(points, i, direction);
            }
        );

    /// <summary>⟨a, z⟩ of one row as it is stored, or Σ |aⱼ zⱼ|.</summary>
    public static double Of(PointRows points, int row, ReadOnlySpan<double> direction, bool absolute = false) =>
        points.Type switch
        {
            ScalarType.Byte => DotProduct.Of(direction, points.Row<byte>(row), absolute),
            ScalarType.Float32 => DotProduct.Of(direction, points.Row<float>(row), absolute),
            _ => DotProduct.Of(direction, points.Row<double>(row), absolute),
        };

    public static void ForRows(int count, Action<int, int> work) =>
        Parallel.For(
            0,
            (count + RowsAtOnce - 1) / RowsAtOnce,
            block => work(block * RowsAtOnce, Math.Min(count, (block + 1) * RowsAtOnce))
        );

    /// <summary>The power of two that brings points of any size near 1; 0 where projections are of a usual size as they are.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static int Exponent(PointRows points, double[] projections)
    {
        var largest = 0.0;
        foreach (var x in projections)
            largest = Math.Max(largest, Math.Abs(x)); // NaN stays
        if (largest is >= TooSmall and <= TooLarge)
            return 0;
        var value = 0.0;
        for (var i = 0; i < points.Count; i++)
        for (var j = 0; j < points.Dimension; j++)
        {
            var z = points.Value(i, j);
            if (!double.IsFinite(z))
                throw new ArgumentException(
                    FormattableString.Invariant($"Points must be finite, but row {i}, column {j} was {z}."),
                    nameof(points)
                );
            value = Math.Max(value, Math.Abs(z));
        }

        return value == 0 ? 0 : Math.Clamp(-Math.ILogB(value), -900, 900);
    }
}
