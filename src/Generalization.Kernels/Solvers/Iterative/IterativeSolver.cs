using System.Collections.Immutable;
using System.Diagnostics;
using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>Solves (K + λI) α = y by block conjugate gradients over float32 tiles, corrected by float64 residuals from tiles computed anew.</summary>
internal sealed class IterativeSolver : IDisposable
{
    private const double DefaultTolerance = 1e-6;
    // What float32 tiles can give before a float64 residual must correct them.
    private const double InnerTolerance = 2e-4;
    private const int ClusterSize = 512;
    private readonly GramSource source;
    private readonly SolverPlan plan;
    private readonly NystromPreconditioner preconditioner;
    private readonly TrianglePanels? panels;

    private IterativeSolver(GramSource source, SolverPlan plan, NystromPreconditioner preconditioner, TrianglePanels? panels) =>
        (this.source, this.plan, this.preconditioner, this.panels) = (source, plan, preconditioner, panels);

    public double GramSeconds { get; private init; }

    public double FactorSeconds { get; private init; }

    public double VerifySeconds { get; private set; }

    public static IterativeSolver Create(Kernel kernel, PointSet points, SolverPlan plan, IProgress<SolverProgress>? progress, CancellationToken token)
    {
        if (plan.Count != points.Count)
            throw new ArgumentException($"The plan must be for {points.Count} points, but was for {plan.Count}; make one with SolverPlan.For.", nameof(plan));
        if (plan.Options.Ridge == 0 && points.FindIdentical() is { } pair) throw PositiveDefiniteness.Identical(pair, points.Count);
        var watch = Stopwatch.StartNew();
        var preconditioner = NystromPreconditioner.Create(
            kernel, points, SolverPlan.RankOf(plan.Options, points.Count), Math.Min(ClusterSize, points.Count), plan.Options.Ridge, plan.Options.Seed,
            done => progress?.Report(new SolverProgress(SolverPhase.Factor, done, 1)), token);
        TrianglePanels? panels = null;
        try
        {
            var factoring = watch.Elapsed.TotalSeconds;
            var source = new KernelGramSource(kernel, points);
            if (plan.KeepsMatrix)
            {
                panels = new TrianglePanels(plan.Layout, ScalarType.Float32, CPU);
                for (var i = 0; i < plan.Layout.PanelCount; i++) panels.Allocate(i);
                double done = 0;
                source.Fill(panels, 0, plan.Layout.PanelCount, operations => progress?.Report(new SolverProgress(SolverPhase.Gram, done += operations, plan.GramOperations)), token);
            }

            return new IterativeSolver(source, plan, preconditioner, panels) { FactorSeconds = factoring, GramSeconds = watch.Elapsed.TotalSeconds - factoring };
        }
        catch
        {
            panels?.Dispose();
            preconditioner.Dispose();
            throw;
        }
    }

    public (KernelSolution Solution, double[,] Fitted) Solve(double[,] targets, IProgress<SolverProgress>? progress, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var (ridge, tolerance) = (plan.Options.Ridge, plan.Options.Tolerance ?? DefaultTolerance);
        var y = KernelTargets.ToTensor(targets, CPU);
        var size = y.norm().item<double>();
        var (x, residual) = (zeros_like(y), y.clone());
        var fitted = zeros_like(y);
        var history = ImmutableArray.CreateBuilder<double>();
        var solver = new BlockConjugateGradients(v => MultiplySingle(v, token).add_(v, ridge), preconditioner.Apply);
        var iterations = 0;
        for (var norm = size; norm > tolerance * size;)
        {
            // The last correction aims a little lower, so that the float64 residual does not just miss.
            var goal = Math.Max(0.7 * tolerance * size, InnerTolerance * norm);
            var (step, _, made) = solver.Solve(residual, goal, plan.Options.MaxIterations - iterations, reached =>
            {
                history.Add(reached / size);
                progress?.Report(new SolverProgress(SolverPhase.Solve, history.Count, null, reached / size));
            }, token);
            iterations += made;
            x.add_(step);
            var verifying = Stopwatch.StartNew();
            double done = 0;
            fitted = SymmetricProduct.OfSource(source, x, operations => progress?.Report(new SolverProgress(SolverPhase.Verify, done += operations, SymmetricProduct.Operations(source))), token);
            VerifySeconds += verifying.Elapsed.TotalSeconds;
            residual = y - fitted - x * ridge;
            var now = residual.norm().item<double>();
            NotConvergedException.ThrowUnless(now <= tolerance * size || (iterations < plan.Options.MaxIterations && now < 0.9 * norm), iterations, now / size, tolerance);
            norm = now;
        }

        var squares = (x * fitted).sum(dim: 0);
        var solution = new KernelSolution(KernelTargets.ToArray(x), squares.data<double>().ToArray(), iterations, history.ToImmutable());
        return (solution, KernelTargets.ToArray(fitted));
    }

    public void Dispose()
    {
        preconditioner.Dispose();
        panels?.Dispose();
    }

    private Tensor MultiplySingle(Tensor values, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var single = values.to(ScalarType.Float32);
        var product = panels is null ? SymmetricProduct.OfSource(source, single, _ => { }, token) : SymmetricProduct.OfPanels(panels, single, token);
        return product.to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
