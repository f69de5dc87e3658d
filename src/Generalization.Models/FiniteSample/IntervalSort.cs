using System.Runtime.CompilerServices;

namespace Generalization.Models.FiniteSample;

/// <summary>Sorts numbers with their places: into equal intervals of their range first, then each interval by itself, in
/// parallel.</summary>
/// <remarks>Where the numbers lie close together in a few intervals, it is the sort of these. Equal numbers come in no order of their
/// own.</remarks>
internal static class IntervalSort
{
    private const int Mean = 32,
        TooFew = 4096,
        AtOnce = 64;

    /// <param name="values">n finite numbers.</param>
    /// <param name="sorted">Takes them, ascending, (n).</param>
    /// <param name="places">Takes the place in <paramref name="values"/> of each, (n).</param>
    public static void Sort(double[] values, double[] sorted, int[] places)
    {
        var (least, scale) = values.Length < TooFew ? (0, 0) : Scale(values, values.Length / Mean);
        if (scale == 0)
        {
            values.CopyTo(sorted, 0);
            for (var i = 0; i < places.Length; i++)
                places[i] = i;
            Array.Sort(sorted, places);
            return;
        }

        var ends = Scatter(values, sorted, places, least, scale, values.Length / Mean);
        Parallel.For(
            0,
            (ends.Length + AtOnce - 1) / AtOnce,
            group =>
            {
                for (var k = group * AtOnce; k < Math.Min(ends.Length, (group + 1) * AtOnce); k++)
                {
                    var (start, end) = (k == 0 ? 0 : ends[k - 1], ends[k]);
                    sorted.AsSpan(start, end - start).Sort(places.AsSpan(start, end - start));
                }
            }
        );
    }

    private static (double Least, double Scale) Scale(double[] values, int intervals)
    {
        double least = values[0],
            largest = values[0];
        foreach (var value in values)
            (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
        var scale = (intervals - 1) / (largest - least);
        return (least, double.IsFinite(scale) ? scale : 0);
    }

    // Compiled at its best from the first call on: a fit makes only a few.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Scatter(double[] values, double[] sorted, int[] places, double least, double scale, int intervals)
    {
        // Rounding keeps the order, so all of one interval are below all of the next.
        var next = new int[intervals];
        foreach (var value in values)
            next[(int)((value - least) * scale)]++;
        for (var (k, start) = (0, 0); k < intervals; k++)
            (next[k], start) = (start, start + next[k]);
        for (var i = 0; i < values.Length; i++)
        {
            var at = next[(int)((values[i] - least) * scale)]++;
            (sorted[at], places[at]) = (values[i], i);
        }

        return next;
    }
}
