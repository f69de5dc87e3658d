using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Identity;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.Kernels.Regression;

/// <summary>Interpolation by a kernel at centres that are not the training points: f(x) = Σⱼ αⱼ k(x, cⱼ) with K(X, C) α = Y, as many
/// centres as points.</summary>
/// <remarks>It fits as exactly as the interpolant of least norm, whose centres are the training points, and with a norm ‖f‖² = Σ_c α_cᵀ
/// K(C, C) α_c that is larger by far. K(X, C) is square and not symmetric: LU factorization with row exchanges, in float64. Source: section
/// 5.</remarks>
public sealed class CentreRegression
{
    private CentreRegression(ImmutableArray<KernelFit> fits, SolverReport report) => (Fits, Report) = (fits, report);

    /// <summary>A fit for each set of targets, in their order; the coefficients are the centres', and residuals are from tiles computed
    /// anew.</summary>
    public ImmutableArray<KernelFit> Fits { get; }

    /// <summary>How it was solved.</summary>
    public SolverReport Report { get; }

    /// <summary>Solves.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">n distinct training points.</param>
    /// <param name="centres">n centres of the points' dimension.</param>
    /// <param name="targets">Sets of targets, (n, c) each, finite.</param>
    /// <param name="plan">The plan, by <see cref="SolverPlan.ForCentres"/>. Default: one with the default options.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">Sizes do not fit each other, or a target is not finite.</exception>
    /// <exception cref="FaultyPartException">The caller's own kernel does not do what it must.</exception>
    /// <exception cref="MemoryLimitException">No plan was given, and the memory does not suffice.</exception>
    /// <exception cref="SingularMatrixException">K(X, C) is singular to working precision.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CentreRegression Fit(
        Kernel kernel,
        PointSet points,
        PointSet centres,
        IReadOnlyList<double[,]> targets,
        SolverPlan? plan = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        plan = Checked(kernel, points, centres, targets, plan);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var device = plan.Options.Device;
        var watch = Stopwatch.StartNew();
        var matrix = Matrix(kernel, points, centres, device, progress, token);
        var filling = Lap(watch);
        progress?.Report(new SolverProgress(SolverPhase.Factor, 0, 1));
        using var factor = LuFactor.Taking(matrix);
        progress?.Report(new SolverProgress(SolverPhase.Factor, 1, 1));
        var factoring = Lap(watch);
        token.ThrowIfCancellationRequested();
        var scales = targets.Select(TargetScale.Of).ToArray();
        double[][,] coefficients = [.. targets.Select((t, i) => Solve(factor, scales[i].Divide(t), device))];
        var solving = Lap(watch);
        var gram = new KernelGramSource(kernel, centres);
        var fits = targets.Select(
            (set, i) => Certified(kernel, points, centres, gram, coefficients[i], scales[i], set, device, progress, token)
        );
        ImmutableArray<KernelFit> certified = [.. fits];
        var seconds = new SolverSeconds
        {
            Gram = filling,
            Factor = factoring,
            Solve = solving,
            Verify = Lap(watch),
        };
        return new CentreRegression(
            certified,
            new SolverReport(plan, seconds, plan.FactorOperations / Math.Max(factoring, 1e-9), factor.Condition)
        );
    }

    private static SolverPlan Checked(Kernel kernel, PointSet points, PointSet centres, IReadOnlyList<double[,]> targets, SolverPlan? plan)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(centres);
        ArgumentNullException.ThrowIfNull(targets);
        if (centres.Count != points.Count || centres.Dimension != points.Dimension)
            throw new ArgumentException(
                $"There must be {points.Count} centres of dimension {points.Dimension}, as many as points, "
                    + $"but there were {centres.Count} of "
                    + $"dimension {centres.Dimension}.",
                nameof(centres)
            );
        if (targets.Count == 0)
            throw new ArgumentException("There must be at least one set of targets, but there was none.", nameof(targets));
        foreach (var set in targets)
            TargetMatrix.Check(set, points.Count);
        plan ??= SolverPlan.ForCentres(points.Count, points.Dimension, targets.Sum(t => t.GetLength(1)));
        if (!plan.IsForCentres || plan.Count != points.Count)
            throw new ArgumentException(
                $"The plan must be one by {nameof(SolverPlan.ForCentres)} for {points.Count} points, but was another for {plan.Count}.",
                nameof(plan)
            );
        PositiveDefiniteness.CheckValues(kernel, points, plan);
        PositiveDefiniteness.CheckValues(kernel, centres, plan);
        if (points.FindIdentical() is { } pair)
            throw new SingularMatrixException(
                $"The training points must be distinct, but points {pair.First} and {pair.Second} are "
                    + "identical, so that the kernel's matrix "
                    + "between points and centres is singular; remove one of them.",
                pair,
                null
            );
        return plan;
    }

    private static Tensor Matrix(
        Kernel kernel,
        PointSet points,
        PointSet centres,
        Device device,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        const int atOnce = SolverPlan.PointsAtOnce;
        var matrix = empty([points.Count, centres.Count], ScalarType.Float64, device); // (n, n)
        for (var column = 0; column < centres.Count; column += atOnce)
        {
            using var step = NewDisposeScope();
            using var columns = centres.Block(column, Math.Min(atOnce, centres.Count - column), ScalarType.Float64, device);
            for (var row = 0; row < points.Count; row += atOnce)
            {
                token.ThrowIfCancellationRequested();
                using var piece = NewDisposeScope();
                using var rows = points.Block(row, Math.Min(atOnce, points.Count - row), ScalarType.Float64, device);
                KernelCall.Fill(kernel, matrix.narrow(0, row, rows.Count).narrow(1, column, columns.Count), rows, columns);
            }

            progress?.Report(new SolverProgress(SolverPhase.Gram, column + columns.Count, centres.Count));
        }

        return matrix;
    }

    private static double[,] Solve(LuFactor factor, double[,] targets, Device device)
    {
        using var scope = NewDisposeScope();
        return TargetMatrix.ToArray(factor.Solve(TargetMatrix.ToTensor(targets, device)));
    }

    private static KernelFit Certified(
        Kernel kernel,
        PointSet points,
        PointSet centres,
        KernelGramSource gram,
        double[,] coefficients,
        TargetScale scale,
        double[,] targets,
        Device device,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        using var scope = NewDisposeScope();
        var alpha = TargetMatrix.ToTensor(coefficients, device); // (n, c)
        var squares = (alpha * SymmetricProduct.OfSource(gram, alpha, _ => { }, token)).sum(dim: 0); // (c)
        var solution = scale.Multiply(new KernelSolution(coefficients, squares.cpu().data<double>().ToArray(), null, []));
        using var model = new KernelModel(kernel, centres, solution);
        var heard = progress is null ? null : new Renamed(progress);
        return new KernelFit(solution, model.Predict(points, device, heard, token), targets, ridge: 0);
    }

    private static double Lap(Stopwatch watch)
    {
        var seconds = watch.Elapsed.TotalSeconds;
        watch.Restart();
        return seconds;
    }

    // A model predicts its training points to be verified.
    private sealed class Renamed(IProgress<SolverProgress> progress) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => progress.Report(value with { Phase = SolverPhase.Verify });
    }
}
