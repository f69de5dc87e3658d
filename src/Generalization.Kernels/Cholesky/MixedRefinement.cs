using System.Collections.Immutable;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Iterative;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Cholesky;

/// <summary>Conjugate gradients in float64, preconditioned by a float32 factor of the same matrix: a few iterations to float64's
/// residual.</summary>
internal static class MixedRefinement
{
    private const double DefaultTolerance = 1e-9;

    public static KernelSolution Solve(
        CholeskyFactor factor,
        GramSource source,
        TrianglePanels? matrix,
        SolverPlan plan,
        double[,] targets,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        using var scope = NewDisposeScope();
        var y = TargetMatrix.ToTensor(targets, plan.Options.Device);
        var size = y.norm().item<double>();
        var ridge = plan.Options.Ridge;
        var history = ImmutableArray.CreateBuilder<double>();
        Tensor Multiply(Tensor v) =>
            (
                matrix is null ? SymmetricProduct.OfSource(source, v, _ => { }, token) : SymmetricProduct.OfPanels(matrix, v, token)
            ).PlusInPlace(v, ridge);
        using var solver = new BlockConjugateGradients(
            Multiply,
            r =>
            {
                var single = r.to(ScalarType.Float32);
                factor.Forward(single, token);
                factor.Backward(single, token);
                return single.to(ScalarType.Float64);
            },
            y
        );
        var tolerance = plan.Options.Tolerance ?? DefaultTolerance;
        while (solver.ResidualNorm > tolerance * size && solver.Iterations < plan.Options.MaxIterations && !solver.IsExhausted)
        {
            token.ThrowIfCancellationRequested();
            solver.Step();
            if (solver.HasLostResidual)
                solver.Replace(y - Multiply(solver.Solution));
            history.Add(solver.ResidualNorm / size);
            progress?.Report(new SolverProgress(SolverPhase.Solve, history.Count, null, history[^1]));
        }

        NotConvergedException.ThrowUnless(
            solver.ResidualNorm <= tolerance * size,
            solver.Iterations,
            solver.ResidualNorm / size,
            tolerance
        );
        var x = solver.Solution;
        var residual = solver.Residual();
        var squares = (x * (y - residual - x.Times(ridge))).sum(dim: 0);
        return new KernelSolution(
            TargetMatrix.ToArray(x),
            squares.cpu().data<double>().ToArray(),
            solver.Iterations,
            history.ToImmutable()
        );
    }
}
