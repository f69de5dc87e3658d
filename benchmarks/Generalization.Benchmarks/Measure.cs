using System.Diagnostics;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

internal static class Measure
{
    /// <summary>Seconds of each work, in turn, so that a drift of the machine's speed meets all alike; the first round warms up.</summary>
    public static double[][] InTurn(int rounds, params Action[] works)
    {
        var seconds = works.Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        for (var i = 0; i < works.Length; i++)
        {
            GC.Collect();
            var clock = Stopwatch.StartNew();
            works[i]();
            if (round >= 0)
                seconds[i][round] = clock.Elapsed.TotalSeconds;
        }

        return seconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The median of the ratios pair by pair.</summary>
    public static double Ratio(double[] numerators, double[] denominators) => Median(numerators.Zip(denominators, (a, b) => a / b));

    /// <summary>This machine's float32 matrix-product rate in FLOP/s: the best of ten products of 2,048 × 2,048.</summary>
    public static double ProductRate()
    {
        const int n = 2048;
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(n, n), ones(n, n), zeros(n, n));
        var best = InTurn(10, () => mm(a, b, c))[0].Min();
        return 2.0 * n * n * n / best;
    }

    private static void mm(Tensor a, Tensor b, Tensor target)
    {
        using var product = a.mm(b);
        target.copy_(product);
    }
}
