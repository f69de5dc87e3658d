using System.Diagnostics;
using System.Globalization;
using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Randomness;

namespace Generalization.Benchmarks;

/// <summary>Leaving one out of a kernel regression, for all examples exactly, against the factorization that it is computed from.</summary>
internal static class LeaveOneOutBenchmark
{
    private const int Count = 10_000,
        Dimension = 50,
        Columns = 10;

    public static void Run()
    {
        Console.WriteLine("\n| n = 10,000 | factorization, s | leaving one out, s | on top of it |\n|---|---|---|---|");
        using var points = PointSet.Of(Gaussian(Count, Dimension));
        foreach (var precision in new[] { SolverPrecision.Float64, SolverPrecision.Mixed })
        {
            var options = new SolverOptions { Precision = precision, LeaveOneOut = true };
            using var gram = GramMatrix.Of(new GaussianKernel(0.01), points, SolverPlan.For(Count, Dimension, Columns, options));
            var clock = Stopwatch.StartNew();
            using var factor = gram.Factorize();
            var factoring = clock.Elapsed.TotalSeconds;
            var targets = Gaussian(Count, Columns);
            var solution = factor.Solve(targets);
            clock.Restart();
            factor.LeaveOneOut(solution, targets);
            var leaving = clock.Elapsed.TotalSeconds;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {precision.ToString().ToLowerInvariant()} | {factoring:F2} | {leaving:F2} | {leaving / factoring:F2}× |"
                )
            );
        }
    }

    private static double[,] Gaussian(int n, int d)
    {
        var values = new double[n, d];
        for (var i = 0; i < n; i++)
        {
            var stream = new RandomKey(0, RandomPurpose.SyntheticPoints).Stream(i, (uint)d);
            for (var j = 0; j < d; j++)
                values[i, j] = stream.NextGaussianPair().First;
        }

        return values;
    }
}
