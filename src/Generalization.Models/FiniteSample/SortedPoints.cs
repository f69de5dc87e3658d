using System.Diagnostics;

namespace Generalization.Models;

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

    public double SearchSeconds { get; private init; }

    public static SortedPoints Create(FiniteSamplePoints points, double[] targets, int outputs, ulong seed, FiniteSampleOptions options)
    {
        var total = Stopwatch.StartNew();
        var exponent = 0;
        Trial? best = null;
        for (var k = 0; k < options.Directions; k++)
        {
            var watch = Stopwatch.StartNew();
            var direction = ProjectionDirections.Draw(seed, k, points.Dimension, exponent);
            var x = Projections.Of(points, direction);
            if (k == 0 && (exponent = Projections.Exponent(points, x)) != 0)
            {
                direction = ProjectionDirections.Draw(seed, k, points.Dimension, exponent);
                x = Projections.Of(points, direction);
            }

            var projecting = watch.Elapsed.TotalSeconds;
            watch.Restart();
            var order = GC.AllocateUninitializedArray<int>(points.Count);
            for (var i = 0; i < order.Length; i++) order[i] = i;
            Array.Sort(x, order);
            var trial = new Trial(k, direction, x, order, projecting, watch.Elapsed.TotalSeconds);
            trial.FindGap(points, targets, outputs);
            if (best is null || trial.Score > best.Score) best = trial;
        }

        best!.ThrowIfTooNear(options.Directions);
        var (distinct, index) = best.Distinct();
        return new SortedPoints(best.Direction, distinct, index)
        {
            DirectionIndex = best.Number,
            ProjectSeconds = best.Projecting,
            SortSeconds = best.Sorting,
            SearchSeconds = Math.Max(0, total.Elapsed.TotalSeconds - best.Projecting - best.Sorting),
        };
    }

    public static void ThrowIfTooNear(double[] x, int[] index, int tried)
    {
        for (var i = 1; i < x.Length; i++)
        {
            var (gap, larger) = (x[i] - x[i - 1], Math.Max(Math.Abs(x[i - 1]), Math.Abs(x[i])));
            if (gap > 0 && gap < 4 * (Math.BitIncrement(larger) - larger)) throw new ProjectionGapException(index[i - 1], index[i], gap, x[i], tried);
        }
    }

    private sealed class Trial(int number, double[] direction, double[] x, int[] order, double projecting, double sorting)
    {
        private int first = -1, second = -1, count = 1;
        private double gap = double.PositiveInfinity;

        public int Number => number;

        public double[] Direction => direction;

        public double Projecting => projecting;

        public double Sorting => sorting;

        /// <summary>The smallest gap over the range.</summary>
        public double Score { get; private set; } = double.PositiveInfinity;

        public void FindGap(FiniteSamplePoints points, double[] targets, int outputs)
        {
            for (var (at, next) = (0, 0); at < x.Length; at = next)
            {
                for (next = at + 1; next < x.Length && x[next] == x[at];) next++;
                if (next > at + 1) CheckRun(points, targets, outputs, at, next);
                if (next == x.Length) continue;
                count++;
                if (x[next] - x[at] >= gap) continue;
                (gap, first, second) = (x[next] - x[at], order[at], order[next]);
            }

            if (count > 1 || gap == 0) Score = gap == 0 ? 0 : gap / (x[^1] - x[0]);
        }

        public void ThrowIfTooNear(int tried)
        {
            if (gap == 0) throw new ProjectionGapException(first, second, 0, x[Array.IndexOf(order, first)], tried);
            SortedPoints.ThrowIfTooNear(x, order, tried);
        }

        public (double[] X, int[] Index) Distinct()
        {
            var (values, index) = (new double[count], new int[count]);
            for (var (i, at) = (0, -1); i < x.Length; i++)
            {
                if (i > 0 && x[i] == x[i - 1]) continue;
                (values[++at], index[at]) = (x[i], order[i]);
            }

            return (values, index);
        }

        private void CheckRun(FiniteSamplePoints points, double[] targets, int outputs, int at, int next)
        {
            // The sort leaves equal keys in no order of their own.
            Array.Sort(order, at, next - at);
            for (var i = at + 1; i < next; i++)
            {
                if (!points.AreIdentical(order[at], order[i])) (gap, first, second) = (0, order[at], order[i]);
                else if (!targets.AsSpan(order[at] * outputs, outputs).SequenceEqual(targets.AsSpan(order[i] * outputs, outputs)))
                    throw new ConflictingTargetsException(order[at], order[i]);
            }
        }
    }
}
