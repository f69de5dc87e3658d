using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>A Gram matrix, Kᵢⱼ = k(xᵢ, xⱼ): the lower triangle, in panels, one copy, which a factorization takes over.</summary>
/// <remarks>Where the plan spills, nothing is filled until <see cref="Factorize"/> does so, group by group of panels.</remarks>
public sealed class GramMatrix : IDisposable
{
    private readonly GramSource source;
    private readonly SolverPlan plan;
    private TrianglePanels? panels,
        kept;
    private bool taken;

    private GramMatrix(GramSource source, SolverPlan plan) => (this.source, this.plan) = (source, plan);

    /// <summary>n.</summary>
    public int Count => source.Count;

    /// <summary>Fills the Gram matrix of a kernel on points.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">n distinct points, which must outlive the matrix.</param>
    /// <param name="plan">The plan for n, direct.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The plan is for another number of points, or iterative.</exception>
    /// <exception cref="NotPositiveDefiniteException">Two points are the same and the ridge is 0.</exception>
    public static GramMatrix Of(
        Kernel kernel,
        PointSet points,
        SolverPlan plan,
        IProgress<SolverProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(plan);
        PositiveDefiniteness.ThrowIfIdentical(kernel, points, plan);
        return Of(new KernelGramSource(kernel, points), plan, progress, token);
    }

    internal static GramMatrix Of(GramSource source, SolverPlan plan, IProgress<SolverProgress>? progress, CancellationToken token)
    {
        if (plan.Count != source.Count)
            throw new ArgumentException(
                $"The plan must be for {source.Count} points, but was for " + $"{plan.Count}; make one with SolverPlan.For.",
                nameof(plan)
            );
        if (plan.Options.Solver != KernelSolver.Direct)
            throw new ArgumentException(
                "The plan of a Gram matrix must be direct, but was iterative; plan "
                    + "with KernelSolver.Direct, or iterate with "
                    + "KernelRegression.Fit.",
                nameof(plan)
            );
        var matrix = new GramMatrix(source, plan);
        try
        {
            if (plan.SpilledBytes == 0)
                matrix.Fill(progress, token);
            return matrix;
        }
        catch
        {
            matrix.Dispose();
            throw;
        }
    }

    /// <summary>Factorizes K + λI = L Lᵀ in the memory of K, which is gone afterwards.</summary>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="NotPositiveDefiniteException">The matrix is not positive definite to working precision.</exception>
    /// <exception cref="InvalidOperationException">It was factorized already.</exception>
    public CholeskyFactor Factorize(IProgress<SolverProgress>? progress = null, CancellationToken token = default)
    {
        if (taken)
            throw new InvalidOperationException("This matrix was factorized already; its memory is the factor's now.");
        taken = true;
        var factor = CholeskyFactor.Take(
            source,
            plan,
            panels ?? new TrianglePanels(plan.Layout, plan.FactorType, plan.Options.Device),
            kept,
            progress,
            token
        );
        (panels, kept) = (null, null);
        return factor;
    }

    /// <summary>The whole matrix, n².</summary>
    /// <exception cref="InvalidOperationException">It was factorized already, or lies on disk.</exception>
    public double[,] ToArray()
    {
        if (panels is null)
            throw new InvalidOperationException("The matrix is not in memory: it was factorized, or its plan spills.");
        var full = new double[Count, Count];
        for (var i = 0; i < plan.Layout.PanelCount; i++)
        {
            using var scope = NewDisposeScope();
            var values = panels[i].to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
            var (first, columns) = (plan.Layout.First(i), plan.Layout.Columns(i));
            for (var r = 0; r < plan.Layout.Rows(i); r++)
            for (var c = 0; c <= first + r; c++)
                full[first + r, c] = full[c, first + r] = values[r * columns + c];
        }

        return full;
    }

    /// <summary>Frees the tiles, unless a factor took them.</summary>
    public void Dispose()
    {
        panels?.Dispose();
        kept?.Dispose();
    }

    private void Fill(IProgress<SolverProgress>? progress, CancellationToken token)
    {
        double done = 0;
        var target = new TrianglePanels(plan.Layout, plan.KeepsMatrix ? ScalarType.Float64 : plan.FactorType, plan.Options.Device);
        panels = target;
        for (var i = 0; i < plan.Layout.PanelCount; i++)
            target.Allocate(i);
        source.Fill(
            target,
            0,
            plan.Layout.PanelCount,
            operations => progress?.Report(new SolverProgress(SolverPhase.Gram, done += operations, plan.GramOperations)),
            token
        );
        if (!plan.KeepsMatrix)
            return;
        kept = target;
        panels = new TrianglePanels(plan.Layout, plan.FactorType, plan.Options.Device);
        for (var i = 0; i < plan.Layout.PanelCount; i++)
            panels.Allocate(i).copy_(kept[i]);
    }
}
