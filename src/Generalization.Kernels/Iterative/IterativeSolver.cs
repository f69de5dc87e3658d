using System.Collections.Immutable;
using System.Diagnostics;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Iterative;

/// <summary>Solves (K + λI) α = y by block conjugate gradients over float32 tiles, corrected by float64 residuals from tiles computed
/// anew.</summary>
internal sealed class IterativeSolver : IDisposable
{
    private const double DefaultTolerance = 1e-6;
    private const double Aim = 0.5,
        LeastProgress = 0.5,
        CheckEvery = 0.1,
        Parted = 0.3;
    private readonly GramSource source;
    private readonly SolverPlan plan;
    private readonly NystromPreconditioner preconditioner;
    private readonly TrianglePanels? panels;

    private IterativeSolver(GramSource source, SolverPlan plan, NystromPreconditioner preconditioner, TrianglePanels? panels) =>
        (this.source, this.plan, this.preconditioner, this.panels) = (source, plan, preconditioner, panels);

    public double GramSeconds { get; private init; }

    public double FactorSeconds { get; private init; }

    public double VerifySeconds { get; private set; }

    public static IterativeSolver Create(
        Kernel kernel,
        PointSet points,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        if (plan.Count != points.Count)
            throw new ArgumentException(
                $"The plan must be for {points.Count} points, but was for {plan.Count}; make one with SolverPlan.For.",
                nameof(plan)
            );
        PositiveDefiniteness.ThrowIfIdentical(kernel, points, plan);
        var watch = Stopwatch.StartNew();
        var preconditioner = NystromPreconditioner.Create(
            kernel,
            points,
            SolverPlan.RankOf(plan.Options, points.Count),
            Math.Min(SolverPlan.ClusterSize, points.Count),
            plan.Options.Ridge,
            plan.Options.Seed,
            done => progress?.Report(new SolverProgress(SolverPhase.Factor, done, 1)),
            token
        );
        TrianglePanels? panels = null;
        try
        {
            var factoring = watch.Elapsed.TotalSeconds;
            var source = new KernelGramSource(kernel, points);
            if (plan.KeepsMatrix)
            {
                panels = new TrianglePanels(plan.Layout, ScalarType.Float32, CPU);
                for (var i = 0; i < plan.Layout.PanelCount; i++)
                    panels.Allocate(i);
                double done = 0;
                source.Fill(
                    panels,
                    0,
                    plan.Layout.PanelCount,
                    operations => progress?.Report(new SolverProgress(SolverPhase.Gram, done += operations, plan.GramOperations)),
                    token
                );
            }

            return new IterativeSolver(source, plan, preconditioner, panels)
            {
                FactorSeconds = factoring,
                GramSeconds = watch.Elapsed.TotalSeconds - factoring,
            };
        }
        catch
        {
            panels?.Dispose();
            preconditioner.Dispose();
            throw;
        }
    }

    public (KernelSolution Solution, double[,] Fitted) Solve(
        double[,] targets,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        using var scope = NewDisposeScope();
        var (ridge, tolerance) = (plan.Options.Ridge, plan.Options.Tolerance ?? DefaultTolerance);
        var scale = TargetScale.Of(targets);
        var y = TargetMatrix.ToTensor(scale.Divide(targets), CPU);
        var size = y.norm().item<double>();
        var history = ImmutableArray.CreateBuilder<double>();
        using var solver = new BlockConjugateGradients(v => MultiplySingle(v, token).PlusInPlace(v, ridge), preconditioner.Apply, y);
        var x = solver.Solution;
        // What the recursion set out from, last: (x, y − (K + λ)x).
        using var from = zeros_like(x);
        using var left = y.clone();
        for (var before = double.PositiveInfinity; ; )
        {
            // Lower than asked, so that the float64 residual, which costs as much as many steps, does not just miss.
            var nextCheck = CheckEvery * solver.ResidualNorm;
            while (solver.ResidualNorm > Aim * tolerance * size && solver.Iterations < plan.Options.MaxIterations && !solver.IsExhausted)
            {
                token.ThrowIfCancellationRequested();
                solver.Step();
                if (solver.HasLostResidual)
                    solver.Replace(ResidualFromTiles(left, x - from, token));
                history.Add(solver.ResidualNorm / size);
                progress?.Report(new SolverProgress(SolverPhase.Solve, history.Count, null, history[^1]));
                if (panels is null || solver.ResidualNorm > nextCheck)
                    continue;
                if (HasParted(solver, from, left, token))
                    break;
                nextCheck = CheckEvery * solver.ResidualNorm;
            }

            using var scopeOfCheck = NewDisposeScope();
            var verifying = Stopwatch.StartNew();
            double done = 0;
            var fitted = SymmetricProduct.OfSource(
                source,
                x,
                operations =>
                    progress?.Report(new SolverProgress(SolverPhase.Verify, done += operations, SymmetricProduct.Operations(source))),
                token
            );
            VerifySeconds += verifying.Elapsed.TotalSeconds;
            var residual = y - fitted - x.Times(ridge);
            var now = residual.norm().item<double>();
            if (now <= tolerance * size)
            {
                var squares = (x * fitted).sum(dim: 0).data<double>().ToArray();
                return (
                    scale.Multiply(new KernelSolution(TargetMatrix.ToArray(x), squares, solver.Iterations, history.ToImmutable())),
                    scale.Multiply(TargetMatrix.ToArray(fitted))
                );
            }

            NotConvergedException.ThrowUnless(
                solver.Iterations < plan.Options.MaxIterations && now < LeastProgress * before,
                solver.Iterations,
                now / size,
                tolerance
            );
            solver.Replace(residual);
            from.copy_(x);
            left.copy_(residual);
            before = now;
        }
    }

    public void Dispose()
    {
        preconditioner.Dispose();
        panels?.Dispose();
    }

    // Steps past what the float32 products can tell would be lost: a float64 residual takes the recursion's place instead.
    private bool HasParted(BlockConjugateGradients solver, Tensor from, Tensor left, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        return (ResidualFromTiles(left, solver.Solution - from, token) - solver.Residual()).norm().item<double>()
            > Parted * solver.ResidualNorm;
    }

    // In two halves of float32 each, which hold x to 48 bits.
    private Tensor ResidualFromTiles(Tensor y, Tensor x, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var high = x.to(ScalarType.Float32).to(ScalarType.Float64);
        return (y - MultiplySingle(high, token) - MultiplySingle(x - high, token) - x.Times(plan.Options.Ridge)).MoveToOuterDisposeScope();
    }

    private Tensor MultiplySingle(Tensor values, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        var single = values.to(ScalarType.Float32);
        var product = panels is null
            ? SymmetricProduct.OfSource(source, single, _ => { }, token)
            : SymmetricProduct.OfPanels(panels, single, token);
        return product.to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
