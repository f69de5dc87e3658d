using System.Diagnostics;
using Generalization.Data;

namespace Generalization.Models.FiniteSample;

/// <summary>All points' projections on one direction, sorted, and the smallest gap. Its arrays serve one direction after another.</summary>
internal sealed class DirectionTrial(int points)
{
    private readonly double[] x = GC.AllocateUninitializedArray<double>(points);
    private readonly int[] order = GC.AllocateUninitializedArray<int>(points);
    private (int First, int Second, double Gap, double Projection)? refused;
    private int count;

    public int Number { get; private set; }

    public double[] Direction { get; private set; } = [];

    public double ProjectSeconds { get; private set; }

    public double SortSeconds { get; private set; }

    public double GapSeconds { get; private set; }

    /// <summary>The smallest gap over the range; infinite for one distinct point, 0 where a gap is too small for float64.</summary>
    public double Score { get; private set; }

    /// <summary>Whether two projections are less than four spacings of float64 apart.</summary>
    public static bool TooNear(double lower, double upper)
    {
        var (gap, larger) = (upper - lower, Math.Max(Math.Abs(lower), Math.Abs(upper)));
        // Four spacings are 2⁻⁵⁰ at most, which costs less to find.
        return gap <= larger * (1.0 / (1L << 50)) && gap < 4 * (Math.BitIncrement(larger) - larger);
    }

    /// <exception cref="ConflictingTargetsException">Two identical points have different targets.</exception>
    public void Run(
        int number,
        double[] direction,
        double[] projections,
        double projecting,
        PointRows points,
        double[] targets,
        int outputs
    )
    {
        (Number, Direction, ProjectSeconds) = (number, direction, projecting);
        var watch = Stopwatch.StartNew();
        IntervalSort.Sort(projections, x, order);
        SortSeconds = watch.Elapsed.TotalSeconds;
        watch.Restart();
        FindGap(points, targets, outputs);
        GapSeconds = watch.Elapsed.TotalSeconds;
    }

    /// <exception cref="ProjectionGapException">A gap is too small for float64.</exception>
    public void ThrowIfRefused(int tried)
    {
        if (refused is { } pair)
            throw new ProjectionGapException(pair.First, pair.Second, pair.Gap, pair.Projection, tried);
    }

    /// <summary>The distinct projections and the index of each one's first point; the arrays are the caller's from now on.</summary>
    public (double[] X, int[] Index) Distinct()
    {
        if (count == x.Length)
            return (x, order);
        var (values, index) = (new double[count], new int[count]);
        for (var (i, at) = (0, -1); i < x.Length; i++)
        {
            if (i > 0 && x[i] == x[i - 1])
                continue;
            (values[++at], index[at]) = (x[i], order[i]);
        }

        return (values, index);
    }

    private void FindGap(PointRows points, double[] targets, int outputs)
    {
        (refused, count) = (null, 1);
        var smallest = double.PositiveInfinity;
        for (var (at, next) = (0, 0); at < x.Length; at = next)
        {
            for (next = at + 1; next < x.Length && x[next] == x[at]; )
                next++;
            if (next > at + 1)
                CheckCoinciding(points, targets, outputs, at, next);
            if (next == x.Length)
                continue;
            count++;
            smallest = Math.Min(smallest, x[next] - x[at]);
            if (TooNear(x[at], x[next]))
                refused ??= (order[at], order[next], x[next] - x[at], x[next]);
        }

        Score =
            refused is not null ? 0
            : count == 1 ? double.PositiveInfinity
            : smallest / (x[^1] - x[0]);
    }

    private void CheckCoinciding(PointRows points, double[] targets, int outputs, int at, int next)
    {
        // The sort leaves equal keys in no order of their own.
        Array.Sort(order, at, next - at);
        for (var i = at + 1; i < next; i++)
        {
            if (!points.AreEqual(order[at], order[i]))
                refused ??= (order[at], order[i], 0, x[at]);
            else if (!targets.AsSpan(order[at] * outputs, outputs).SequenceEqual(targets.AsSpan(order[i] * outputs, outputs)))
                throw new ConflictingTargetsException(order[at], order[i]);
        }
    }
}
