using System.Diagnostics;
using System.Globalization;
using Generalization.Data;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Models.FiniteSample;
using Generalization.Report.Drawing;
using MathNet.Numerics.LinearAlgebra;

namespace Generalization.Benchmarks;

/// <summary>Theorem 1's system by second differences, by forward substitution and by a dense solver, against n; and a whole fit against one
/// matrix-vector product and a sort.</summary>
internal static class FiniteSampleBenchmark
{
    private const int DenseLimit = 4000;
    private static readonly int[] Sizes = [500, 1000, 2000, 4000, 8000];

    public static void Run()
    {
        Console.WriteLine("\n| n | second differences, s | forward substitution, s | dense solve, s |\n|---|---|---|---|");
        var (fast, forward, dense) = (new List<(double, double)>(), new List<(double, double)>(), new List<(double, double)>());
        foreach (var n in Sizes)
        {
            var problem = FiniteSampleProblem.Synthetic(n, 2, "random-sign", oneHot: false, seed: 0);
            var network = FiniteSampleNetwork.Fit(problem.Points, problem.Targets, seed: 0, new FiniteSampleOptions { Directions = 1 });
            var (x, b) = (network.Projections.ToArray(), network.Thresholds.ToArray());
            var y = x.Select(v => network.EvaluateProjection(v)[0]).ToArray();
            var best = Enumerable
                .Range(0, 5)
                .Min(_ =>
                    FiniteSampleNetwork
                        .Fit(problem.Points, problem.Targets, 0, new FiniteSampleOptions { Directions = 1 })
                        .Evidence.Seconds.Solve
                );
            fast.Add((n, best));
            forward.Add((n, Measure.InTurn(3, () => ForwardSubstitution(x, b, y))[0].Min()));
            if (n <= DenseLimit)
                dense.Add((n, Once(() => Dense(x, b, y))));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {n} | {fast[^1].Item2:G3} | {forward[^1].Item2:G3} | "
                        + $"{(n <= DenseLimit ? string.Create(CultureInfo.InvariantCulture, $"{dense[^1].Item2:G3}") : "–")} |"
                )
            );
        }

        Pictures.LogLog(
            "finite-sample-time.png",
            "Solving for n weights",
            "n",
            "seconds",
            [("second differences", fast), ("forward substitution", forward), ("dense solve", dense)],
            rising: true
        );
        Console.WriteLine("\nDrawn in finite-sample-time.png.");
        Console.WriteLine(
            "\n| one direction | product, s | Array.Sort, s | its own sort, s | gaps and weights, s | fit, s | of product "
                + "and Array.Sort | of its own product and sort | with verification, s | error of the rounded weights |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        Yardstick(50_000, 3072, bytes: true);
        Yardstick(1_000_000, 100, bytes: false);
    }

    // Minutes at n = 4,000: once, and not warmed up.
    private static double Once(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    // The yardstick on the same cores and the same values: the fit's own product, over rows in parallel at the speed of memory, and the
    // platform's sort of the projections with their places. The fit's own sort is faster than that, so its ratio to its own parts is
    // printed too.
    private static void Yardstick(int n, int d, bool bytes)
    {
        var problem = FiniteSampleProblem.Synthetic(n, d, "random-real", oneHot: false, seed: 0);
        var points = problem.Points;
        if (bytes)
        {
            var pixels = new byte[n * d];
            var row = new double[d];
            for (var i = 0; i < n; i++)
            {
                points.CopyRows(i, row);
                for (var j = 0; j < d; j++)
                    pixels[(long)i * d + j] = (byte)(128 + 40 * row[j]);
            }

            points = PointRows.Of(pixels, d);
        }

        FiniteSampleNetwork Fit() => FiniteSampleNetwork.Fit(points, problem.Targets, 0, new FiniteSampleOptions { Directions = 1 });
        var projections = Unsorted(points, Fit());
        var runs = new List<(FiniteSampleEvidence Evidence, double Sort)>();
        for (var round = 0; round < 5; round++)
        {
            var (keys, places) = ((double[])projections.Clone(), Enumerable.Range(0, n).ToArray());
            var sort = Once(() => Array.Sort(keys, places));
            runs.Add((Fit().Evidence, sort));
        }

        double Seconds(Func<FiniteSampleSeconds, double> of) => Measure.Median(runs.Select(r => of(r.Evidence.Seconds)));
        var (product, platformSort, fit) = (
            Seconds(s => s.Project),
            Measure.Median(runs.Select(r => r.Sort)),
            Seconds(s => s.Total - s.Search - s.Verify)
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| n = {n}, d = {d}, {(bytes ? "uint8" : "float64")} | {product:F3} | {platformSort:F3} | "
                    + $"{Seconds(s => s.Sort):F3} | {Seconds(s => s.Solve):F3} | {fit:F3} | {fit / (product + platformSort):F2}× | "
                    + $"{fit / (product + Seconds(s => s.Sort)):F2}× | {Seconds(s => s.Total):F3} | "
                    + $"{runs[0].Evidence.WeightsError:G3} |"
            )
        );
    }

    private static double[] Unsorted(PointRows points, FiniteSampleNetwork network)
    {
        var (row, result) = (new double[points.Dimension], new double[points.Count]);
        for (var i = 0; i < result.Length; i++)
        {
            points.CopyRows(i, row);
            for (var j = 0; j < row.Length; j++)
                result[i] += network.Direction[j] * row[j];
        }

        return result;
    }

    private static double[] ForwardSubstitution(double[] x, double[] b, double[] y)
    {
        var w = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < i; j++)
                sum += w[j] * (x[i] - b[j]);
            w[i] = (y[i] - sum) / (x[i] - b[i]);
        }

        return w;
    }

    private static Vector<double> Dense(double[] x, double[] b, double[] y) =>
        Matrix<double>.Build.Dense(x.Length, x.Length, (i, j) => Math.Max(x[i] - b[j], 0)).Solve(Vector<double>.Build.Dense(y));
}
