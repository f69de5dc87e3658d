using System.Diagnostics;
using Generalization.Data;

namespace Generalization.Models.FiniteSample;

/// <summary>Distinct points in the order of their projections, on the direction with the largest smallest gap of those tried.</summary>
internal sealed class SortedPoints
{
    private SortedPoints(double[] direction, double[] x, int[] index) => (Direction, X, Index) = (direction, x, index);

    public double[] Direction { get; }

    /// <summary>The projections, strictly ascending.</summary>
    public double[] X { get; }

    /// <summary>The index of each projection's first point.</summary>
    public int[] Index { get; }

    public int DirectionIndex { get; private init; }

    public double ProjectSeconds { get; private init; }

    public double SortSeconds { get; private init; }

    public double GapSeconds { get; private init; }

    public double SearchSeconds { get; private init; }

    public static SortedPoints Create(PointRows points, double[] targets, int outputs, ulong seed, FiniteSampleOptions options)
    {
        var total = Stopwatch.StartNew();
        var exponent = 0;
        var projections = GC.AllocateUninitializedArray<double>(points.Count);
        DirectionTrial? best = null,
            spare = null;
        for (var k = 0; k < options.Directions; k++)
        {
            var watch = Stopwatch.StartNew();
            var direction = ProjectionDirections.Draw(seed, k, points.Dimension, exponent);
            Projections.Of(points, direction, projections);
            if (k == 0 && (exponent = Projections.Exponent(points, projections)) != 0)
            {
                direction = ProjectionDirections.Draw(seed, k, points.Dimension, exponent);
                Projections.Of(points, direction, projections);
            }

            var trial = spare ?? new DirectionTrial(points.Count);
            trial.Run(k, direction, projections, watch.Elapsed.TotalSeconds, points, targets, outputs);
            (best, spare) = best is null || trial.Score > best.Score ? (trial, best) : (best, trial);
        }

        best!.ThrowIfRefused(options.Directions);
        var searching = total.Elapsed.TotalSeconds;
        var (distinct, index) = best.Distinct();
        return new SortedPoints(best.Direction, distinct, index)
        {
            DirectionIndex = best.Number,
            ProjectSeconds = best.ProjectSeconds,
            SortSeconds = best.SortSeconds,
            GapSeconds = best.GapSeconds + total.Elapsed.TotalSeconds - searching,
            SearchSeconds = Math.Max(0, searching - best.ProjectSeconds - best.SortSeconds - best.GapSeconds),
        };
    }

    /// <exception cref="ProjectionGapException">Two neighbours of x, which were distinct, no longer are to float64.</exception>
    public static void ThrowIfTooNear(double[] x, int[] index, int tried)
    {
        for (var i = 1; i < x.Length; i++)
            if (DirectionTrial.TooNear(x[i - 1], x[i]))
                throw new ProjectionGapException(index[i - 1], index[i], x[i] - x[i - 1], x[i], tried);
    }
}
