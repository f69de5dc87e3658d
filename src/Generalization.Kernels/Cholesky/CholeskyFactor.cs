using System.Diagnostics;
using Generalization.Kernels.Gram;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Cholesky;

/// <summary>The Cholesky factor L of a Gram matrix, K + λI = L Lᵀ; serves any number of right-hand sides.</summary>
public sealed class CholeskyFactor : IDisposable
{
    private readonly GramSource source;
    private readonly SolverPlan plan;
    private readonly TrianglePanels panels;
    private readonly TrianglePanels? matrix;
    private readonly PanelFile? file;

    private CholeskyFactor(GramSource source, SolverPlan plan, TrianglePanels panels, TrianglePanels? matrix)
    {
        (this.source, this.plan, this.panels, this.matrix) = (source, plan, panels, matrix);
        if (plan.SpilledBytes > 0)
            file = new PanelFile(plan.Options.SpillFolder ?? Path.GetTempPath(), plan.Layout, plan.FactorType);
    }

    /// <summary>n.</summary>
    public int Count => plan.Count;

    /// <summary>Floating-point operations a second of the factorization, n³/3 over its time without filling tiles.</summary>
    public double OperationsPerSecond { get; private set; }

    /// <summary>Seconds that were spent on filling tiles while factorizing, where the plan spills.</summary>
    internal double FillSeconds { get; private set; }

    internal static CholeskyFactor Take(
        GramSource source,
        SolverPlan plan,
        TrianglePanels panels,
        TrianglePanels? matrix,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var factor = new CholeskyFactor(source, plan, panels, matrix);
        try
        {
            factor.Factorize(progress, token);
            return factor;
        }
        catch
        {
            factor.Dispose();
            throw;
        }
    }

    /// <summary>Solves (K + λI) α = y for each column of y.</summary>
    /// <param name="targets">y, (n, c), finite.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>α with ‖w‖; of a float64 factor from the forward substitution: αᵀKα = ‖L⁻¹y‖² − λ‖α‖², of a refined one from its
    /// solution.</returns>
    /// <exception cref="ArgumentException">The number of rows is not n, a target is not finite, or a column's largest one lies outside
    /// 1e-270 … 1e270.</exception>
    /// <exception cref="NotConvergedException">The refinement of a float32 factor did not reach its tolerance.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public KernelSolution Solve(double[,] targets, IProgress<SolverProgress>? progress = null, CancellationToken token = default)
    {
        TargetMatrix.Check(targets, Count);
        var scale = TargetScale.Of(targets);
        var divided = scale.Divide(targets);
        return scale.Multiply(
            plan.Options.Precision == SolverPrecision.Mixed
                ? MixedRefinement.Solve(this, source, matrix, plan, divided, progress, token)
                : SolveDirect(divided, progress, token)
        );
    }

    /// <summary>An estimate of the condition number in the 1-norm, ‖K + λI‖₁ ‖(K + λI)⁻¹‖₁, from below and seldom by more than a factor of
    /// 3.</summary>
    /// <remarks>Hager's estimator with Higham's alternative vector, on L(Lᵀx) and on L⁻ᵀ(L⁻¹x): typically 20 passes over L, at most
    /// 44.</remarks>
    /// <param name="token">Ends the work early.</param>
    public double EstimateCondition(CancellationToken token = default) =>
        NormEstimate.OneNorm(Count, x => InFactorType(x, v => Multiply(v, token)))
        * NormEstimate.OneNorm(Count, x => InFactorType(x, v => SolveInPlace(v, token)));

    /// <summary>The diagonals of (K + λI)⁻¹ and of the hat matrix H = K (K + λI)⁻¹.</summary>
    /// <remarks>((K + λI)⁻¹)ᵢᵢ = ‖L⁻¹eᵢ‖² by blocked inversion of the triangle: n³/3 operations, as many as the factorization, and the
    /// memory of one panel; of a spilled factor the memory that it was factorized in, and a pass over the file for each group of panels. A
    /// float32 factor gives it in float32, to about the condition number times 6e-8.</remarks>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="IOException">A spilled panel cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public HatDiagonal Diagonal(IProgress<SolverProgress>? progress = null, CancellationToken token = default) =>
        new([.. InverseTriangle.SquaredColumns(this, plan, progress, token)], plan.Options.Ridge, plan.Options.Precision);

    /// <summary>The exact prediction for each example when it is left out of the fit: f₋ᵢ(xᵢ) = yᵢ − αᵢ / ((K + λI)⁻¹)ᵢᵢ.</summary>
    /// <param name="solution">A solution of this factor.</param>
    /// <param name="targets">y, (n, c), the targets of that solution.</param>
    /// <param name="diagonal">This factor's diagonal, which serves any number of solutions. Default: null, it is computed.</param>
    /// <param name="progress">Hears how far the diagonal is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The solution, the targets or the diagonal are not of n points, or the first two not of the same
    /// columns.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LeaveOneOut LeaveOneOut(
        KernelSolution solution,
        double[,] targets,
        HatDiagonal? diagonal = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        CheckOwn(solution);
        TargetMatrix.Check(targets, Count);
        if (targets.GetLength(1) != solution.Coefficients.GetLength(1))
            throw new ArgumentException(
                $"The targets must be those of the solution, which has {solution.Coefficients.GetLength(1)} columns, but have "
                    + $"{targets.GetLength(1)}.",
                nameof(targets)
            );
        if (diagonal is not null && diagonal.Count != Count)
            throw new ArgumentException(
                $"The diagonal must be of this factor's {Count} points, but is of {diagonal.Count}.",
                nameof(diagonal)
            );
        return new LeaveOneOut(diagonal ?? Diagonal(progress, token), solution, targets);
    }

    /// <summary>The exact leave-one-out errors: eᵢ = αᵢ / ((K + λI)⁻¹)ᵢᵢ, the error on example i when it is left out of the fit.</summary>
    /// <remarks>The diagonal of the inverse takes n³/3 operations more, and the memory of one panel. A float32 factor gives it in
    /// float32.</remarks>
    /// <param name="solution">A solution of this factor.</param>
    /// <param name="token">Ends the work early.</param>
    /// <returns>y − ŷ₍₋ᵢ₎, (n, c).</returns>
    /// <exception cref="ArgumentException">The solution is not of n points.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public double[,] LeaveOneOutErrors(KernelSolution solution, CancellationToken token = default)
    {
        CheckOwn(solution);
        return Diagonal(null, token).Errors(solution.Coefficients);
    }

    /// <summary>Frees the factor, and its file where it lies on disk.</summary>
    public void Dispose()
    {
        panels.Dispose();
        matrix?.Dispose();
        file?.Dispose();
    }

    /// <summary>Turns b into L⁻¹b.</summary>
    internal void Forward(Tensor values, CancellationToken token) =>
        ForEachPanel(
            ascending: true,
            token,
            (i, panel) =>
            {
                var (first, rows) = (plan.Layout.First(i), plan.Layout.Rows(i));
                var part = values.narrow(0, first, rows);
                if (first > 0)
                    part.addmm_(panel.narrow(1, 0, first), values.narrow(0, 0, first), alpha: -1);
                part.copy_(linalg.solve_triangular(panel.narrow(1, first, rows), part, upper: false));
            }
        );

    /// <summary>Turns b into L⁻ᵀb.</summary>
    internal void Backward(Tensor values, CancellationToken token) =>
        ForEachPanel(
            ascending: false,
            token,
            (i, panel) =>
            {
                var (first, rows) = (plan.Layout.First(i), plan.Layout.Rows(i));
                var part = values.narrow(0, first, rows);
                part.copy_(linalg.solve_triangular(panel.narrow(1, first, rows).t(), part, upper: true));
                if (first > 0)
                    values.narrow(0, 0, first).addmm_(panel.narrow(1, 0, first).t(), part, alpha: -1);
            }
        );

    private KernelSolution SolveDirect(double[,] targets, IProgress<SolverProgress>? progress, CancellationToken token)
    {
        using var scope = NewDisposeScope();
        progress?.Report(new SolverProgress(SolverPhase.Solve, 0, 2));
        var values = TargetMatrix.ToTensor(targets, plan.Options.Device);
        Forward(values, token);
        var squares = (values * values).sum(dim: 0);
        progress?.Report(new SolverProgress(SolverPhase.Solve, 1, 2));
        Backward(values, token);
        squares.sub_((values * values).sum(dim: 0).Times(plan.Options.Ridge));
        progress?.Report(new SolverProgress(SolverPhase.Solve, 2, 2));
        return new KernelSolution(TargetMatrix.ToArray(values), squares.cpu().data<double>().ToArray(), null, []);
    }

    private void Factorize(IProgress<SolverProgress>? progress, CancellationToken token)
    {
        var (layout, spills) = (plan.Layout, file is not null);
        var watch = new Stopwatch();
        double done = 0;
        for (var begin = 0; begin < layout.PanelCount; begin += plan.GroupPanels)
        {
            var end = Math.Min(begin + plan.GroupPanels, layout.PanelCount);
            if (spills)
            {
                var filling = Stopwatch.StartNew();
                for (var i = begin; i < end; i++)
                    panels.Allocate(i);
                source.Fill(panels, begin, end, _ => { }, token);
                FillSeconds += filling.Elapsed.TotalSeconds;
            }

            watch.Start();
            for (var j = 0; j < begin; j++)
            {
                using var earlier = file!.Read(j, j + 1 < begin ? j + 1 : null);
                using var scope = NewDisposeScope();
                var there = earlier.to(plan.Options.Device);
                for (var i = begin; i < end; i++)
                {
                    token.ThrowIfCancellationRequested();
                    PanelCholesky.Eliminate(layout, panels[i], there, j);
                    Report(PanelCholesky.Operations(layout, i, j));
                }
            }

            for (var i = begin; i < end; i++)
            {
                for (var j = begin; j < i; j++)
                {
                    token.ThrowIfCancellationRequested();
                    PanelCholesky.Eliminate(layout, panels[i], panels[j], j);
                    Report(PanelCholesky.Operations(layout, i, j));
                }

                FactorizeDiagonal(i);
                file?.Write(i, panels[i]);
                Report(PanelCholesky.Operations(layout, i));
            }

            watch.Stop();
            for (var i = begin; spills && i < end; i++)
                panels.Free(i);
        }

        OperationsPerSecond = plan.FactorOperations / Math.Max(watch.Elapsed.TotalSeconds, 1e-9);

        void Report(double operations) =>
            progress?.Report(new SolverProgress(SolverPhase.Factor, done += operations, plan.FactorOperations));
    }

    private void FactorizeDiagonal(int i)
    {
        using var scope = NewDisposeScope();
        var (first, rows) = (plan.Layout.First(i), plan.Layout.Rows(i));
        var diagonal = panels[i].narrow(1, first, rows).diagonal();
        diagonal.PlusInPlace(plan.Options.Ridge);
        var before = diagonal.clone();
        if (PanelCholesky.FactorizeDiagonal(plan.Layout, panels[i], i) is { } failed)
            throw PositiveDefiniteness.At(
                source,
                first + failed.Row,
                // Of a point of length 0 both may be 0.
                failed.Pivot == 0
                    ? 0
                    : failed.Pivot / before[failed.Row].to(ScalarType.Float64).item<double>(),
                plan.Options.Ridge,
                plan.FactorType
            );
        var share = diagonal.Squared() / before;
        var (least, at) = share.min(0);
        var value = least.to(ScalarType.Float64).item<double>();
        if (!(value > PositiveDefiniteness.SmallestPivot(Count, plan.FactorType)))
            throw PositiveDefiniteness.At(source, first + (int)at.item<long>(), value, plan.Options.Ridge, plan.FactorType);
    }

    /// <summary>Acts on each panel of L from one on, in their order or against it, wherever they lie.</summary>
    internal void ForEachPanel(bool ascending, CancellationToken token, Action<int, Tensor> act, int from = 0)
    {
        var count = plan.Layout.PanelCount - from;
        for (var step = 0; step < count; step++)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var i = from + (ascending ? step : count - 1 - step);
            if (file is null)
            {
                act(i, panels[i]);
                continue;
            }

            var following = ascending ? i + 1 : i - 1;
            using var panel = file.Read(i, step + 1 < count ? following : null);
            act(i, panel.to(plan.Options.Device));
        }
    }

    private Tensor InFactorType(Tensor values, Func<Tensor, Tensor> act)
    {
        using var scope = NewDisposeScope();
        return act(values.to(plan.FactorType, plan.Options.Device, true)).to(ScalarType.Float64, CPU).MoveToOuterDisposeScope();
    }

    private Tensor Multiply(Tensor values, CancellationToken token)
    {
        var product = zeros_like(values);
        ForEachPanel(
            ascending: true,
            token,
            (i, panel) =>
            {
                var (first, rows) = (plan.Layout.First(i), plan.Layout.Rows(i));
                var part = values.narrow(0, first, rows);
                if (first > 0)
                    product.narrow(0, 0, first).addmm_(panel.narrow(1, 0, first).t(), part);
                product.narrow(0, first, rows).addmm_(panel.narrow(1, first, rows).t(), part);
            }
        );
        ForEachPanel(
            ascending: false,
            token,
            (i, panel) =>
            {
                var (first, rows) = (plan.Layout.First(i), plan.Layout.Rows(i));
                product.narrow(0, first, rows).copy_(panel.mm(product.narrow(0, 0, first + rows)));
            }
        );
        return product;
    }

    private Tensor SolveInPlace(Tensor values, CancellationToken token)
    {
        var solution = values.clone();
        Forward(solution, token);
        Backward(solution, token);
        return solution;
    }

    private void CheckOwn(KernelSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.Coefficients.GetLength(0) != Count)
            throw new ArgumentException(
                $"The solution must be of this factor's {Count} points, but has {solution.Coefficients.GetLength(0)} rows.",
                nameof(solution)
            );
    }
}
