using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Identity;
using Generalization.Kernels.Cholesky;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Iterative;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>Kernel regression: (K + λI) α = Y, solved once for any number of sets of targets, and certified.</summary>
/// <remarks>With λ = 0 this is the interpolant of least norm ‖w‖ in the kernel's Hilbert space. Source: section 5.</remarks>
public sealed class KernelRegression
{
    private KernelRegression(ImmutableArray<KernelFit> fits, SolverReport report) => (Fits, Report) = (fits, report);

    /// <summary>A fit for each set of targets, in their order.</summary>
    public ImmutableArray<KernelFit> Fits { get; }

    /// <summary>How it was solved.</summary>
    public SolverReport Report { get; }

    /// <summary>Solves.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">n distinct points.</param>
    /// <param name="targets">Sets of targets, (n, c) each, finite.</param>
    /// <param name="plan">The plan for n, by <see cref="SolverPlan.For"/>. Default: one with the default options.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">Lengths do not fit each other, or a target is not finite.</exception>
    /// <exception cref="FaultyPartException">The caller's own kernel does not do what it must: its diagonal is not that of its tiles, its
    /// tiles are not symmetric, or libtorch refuses what it asks for.</exception>
    /// <exception cref="NotPositiveDefiniteException">K + λI is not positive definite to working precision.</exception>
    /// <exception cref="NotConvergedException">The iterations did not suffice.</exception>
    /// <exception cref="IOException">What does not fit into memory cannot be written to the spill folder.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static KernelRegression Fit(
        Kernel kernel,
        PointSet points,
        IReadOnlyList<double[,]> targets,
        SolverPlan? plan = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Count == 0)
            throw new ArgumentException("There must be at least one set of targets, but there was none.", nameof(targets));
        foreach (var set in targets)
            TargetMatrix.Check(set, points.Count);
        plan ??= SolverPlan.For(points.Count, points.Dimension, targets.Sum(t => t.GetLength(1)));
        PositiveDefiniteness.ThrowIfIdentical(kernel, points, plan, targets);
        return plan.Options.Solver == KernelSolver.Iterative
            ? Iterative(kernel, points, targets, plan, progress, token)
            : Direct(kernel, points, targets, plan, progress, token);
    }

    private static KernelRegression Direct(
        Kernel kernel,
        PointSet points,
        IReadOnlyList<double[,]> targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var watch = Stopwatch.StartNew();
        var gram = GramMatrix.Of(kernel, points, plan, progress, token);
        CholeskyFactor factor;
        double filling,
            factorizing;
        using (gram)
        {
            filling = Lap(watch);
            factor = gram.Factorize(progress, token);
            factorizing = Lap(watch);
        }

        ImmutableArray<KernelSolution> solutions;
        HatDiagonal? diagonal;
        double condition,
            rate,
            solving;
        using (factor)
        {
            (filling, factorizing, rate) = (filling + factor.FillSeconds, factorizing - factor.FillSeconds, factor.OperationsPerSecond);
            solutions = [.. targets.Select(t => factor.Solve(t, progress, token))];
            condition = factor.EstimateCondition(token);
            solving = Lap(watch);
            diagonal = plan.Options.LeaveOneOut ? factor.Diagonal(progress, token) : null;
        }

        double? inverting = diagonal is null ? null : Lap(watch);
        watch.Restart();
        // All sets in one pass, since the pass is the cost.
        var fitted = Fitted(new KernelGramSource(kernel, points), solutions, plan, progress, token);
        var seconds = new SolverSeconds
        {
            Gram = filling,
            Factor = factorizing,
            Solve = solving,
            LeaveOneOut = inverting,
            Verify = Lap(watch),
        };
        return new KernelRegression(
            [
                .. solutions.Select(
                    (s, i) =>
                        new KernelFit(s, fitted[i], targets[i], plan.Options.Ridge)
                        {
                            LeaveOneOut = diagonal is null ? null : new LeaveOneOut(diagonal, s, targets[i]),
                        }
                ),
            ],
            new SolverReport(plan, seconds, rate, condition)
        );
    }

    private static KernelRegression Iterative(
        Kernel kernel,
        PointSet points,
        IReadOnlyList<double[,]> targets,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var watch = Stopwatch.StartNew();
        using var solver = IterativeSolver.Create(kernel, points, plan, progress, token);
        var fits = new List<KernelFit>();
        var solving = Stopwatch.StartNew();
        foreach (var set in targets)
        {
            var (solution, fitted) = solver.Solve(set, progress, token);
            fits.Add(new KernelFit(solution, fitted, set, plan.Options.Ridge));
        }

        var seconds = new SolverSeconds
        {
            Gram = solver.GramSeconds,
            Factor = solver.FactorSeconds,
            Solve = solving.Elapsed.TotalSeconds - solver.VerifySeconds,
            Verify = solver.VerifySeconds,
        };
        return new KernelRegression([.. fits], new SolverReport(plan, seconds, null, null));
    }

    private static double[][,] Fitted(
        GramSource source,
        ImmutableArray<KernelSolution> solutions,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        using var scope = NewDisposeScope();
        var all = cat(solutions.Select(s => TargetMatrix.ToTensor(s.Coefficients, plan.Options.Device)).ToArray(), 1);
        double done = 0;
        var product = SymmetricProduct.OfSource(
            source,
            all,
            operations => progress?.Report(new SolverProgress(SolverPhase.Verify, done += operations, SymmetricProduct.Operations(source))),
            token
        );
        long first = 0;
        var result = new double[solutions.Length][,];
        for (var i = 0; i < result.Length; i++)
        {
            var width = solutions[i].Coefficients.GetLength(1);
            result[i] = TargetMatrix.ToArray(product.narrow(1, first, width));
            first += width;
        }

        return result;
    }

    private static double Lap(Stopwatch watch)
    {
        var seconds = watch.Elapsed.TotalSeconds;
        watch.Restart();
        return seconds;
    }
}
