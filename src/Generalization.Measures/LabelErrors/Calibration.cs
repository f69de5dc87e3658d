using System.Collections.Immutable;

namespace Generalization.Measures.LabelErrors;

/// <summary>Brings counts of confident examples to all examples.</summary>
internal static class Calibration
{
    /// <summary>A row of C, scaled to the number of examples with the label.</summary>
    public static ImmutableArray<double> Of(int[] row, int label, int examples)
    {
        double total = row.Sum();
        return
        [
            .. row.Select(
                (count, j) =>
                    total > 0 ? count * (examples / total)
                    : j == label ? examples
                    : 0
            ),
        ];
    }

    /// <summary>Whole numbers of the same sum: each is rounded down, and those that lost most get what is left.</summary>
    /// <param name="row">Numbers of at least 0.</param>
    /// <param name="sum">What they sum to.</param>
    public static int[] Rounded(ReadOnlySpan<double> row, int sum)
    {
        var whole = new int[row.Length];
        var lost = new double[row.Length];
        for (var j = 0; j < row.Length; j++)
        {
            // 3 · (20 / 15) is a little below 4.
            whole[j] = (int)Math.Floor(row[j] * (1 + 1e-12));
            // Rounding does not decide between what is equal: the earlier class gets it.
            lost[j] = Math.Round(row[j] - whole[j], 9);
        }

        var left = sum - whole.Sum();
        foreach (var j in Enumerable.Range(0, whole.Length).OrderByDescending(j => lost[j]).Take(left))
            whole[j]++;
        return whole;
    }

    public static Estimate NoiseRate(ImmutableArray<ImmutableArray<int>> counts, ImmutableArray<int> labels)
    {
        double n = labels.Sum(),
            rate = 0,
            variance = 0;
        for (var y = 0; y < counts.Length; y++)
        {
            double confident = counts[y].Sum();
            if (confident == 0)
                continue;
            var (weight, share) = (labels[y] / n, 1 - counts[y][y] / confident);
            rate += weight * share;
            variance += weight * weight * share * (1 - share) / confident;
        }

        var all = counts.Sum(row => row.Sum());
        // With this many examples a plain share would have the same standard error.
        var trials = variance > 0 ? rate * (1 - rate) / variance : all;
        return Wilson(Math.Clamp(rate, 0, 1), Math.Sqrt(variance), Math.Max(1, trials), all);
    }

    private static Estimate Wilson(double share, double error, double trials, int count)
    {
        const double z = Estimate.NormalDeviations;
        var scale = 1 + z * z / trials;
        var centre = share + z * z / (2 * trials);
        var half = z * Math.Sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
        return new(share, error, Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale), Math.Max(1, count));
    }
}
