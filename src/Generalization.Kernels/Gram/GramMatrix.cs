using Generalization.Identity;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>A Gram matrix, Kᵢⱼ = k(xᵢ, xⱼ): the lower triangle, in panels, one copy, which a factorization takes over.</summary>
/// <remarks>Where the plan spills, nothing is filled until a factorization does so, group by group of panels.</remarks>
public sealed class GramMatrix : IDisposable
{
    private TrianglePanels? panels,
        kept;
    private bool taken;

    private GramMatrix(GramSource source, SolverPlan plan) => (Source, Plan) = (source, plan);

    /// <summary>n.</summary>
    public int Count => Source.Count;

    internal GramSource Source { get; }

    internal SolverPlan Plan { get; }

    /// <summary>The matrix, or room for the factor where nothing is filled yet; null where there is none.</summary>
    internal TrianglePanels? Panels => panels;

    /// <summary>The matrix in float64 beside the factor's panels, where the plan keeps it.</summary>
    internal TrianglePanels? Kept => kept;

    /// <summary>Fills the Gram matrix of a kernel on points.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">n distinct points, which must outlive the matrix.</param>
    /// <param name="plan">The plan for n, direct.</param>
    /// <param name="progress">Hears how far it is. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The plan is for another number of points, or iterative.</exception>
    /// <exception cref="FaultyPartException">The caller's own kernel does not do what it must.</exception>
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
                $"The plan must be for {source.Count} points, but was for {plan.Count}; make one with SolverPlan.For.",
                nameof(plan)
            );
        if (plan.Options.Solver != KernelSolver.Direct)
            throw new ArgumentException(
                "The plan of a Gram matrix must be direct, but was iterative; plan with KernelSolver.Direct, or iterate "
                    + "with KernelRegression.Fit.",
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

    /// <summary>The whole matrix, n².</summary>
    /// <exception cref="InvalidOperationException">It was factorized already, or lies on disk.</exception>
    public double[,] ToArray()
    {
        if (panels is null)
            throw new InvalidOperationException("The matrix is not in memory: it was factorized, or its Plan spills.");
        var full = new double[Count, Count];
        for (var i = 0; i < Plan.Layout.PanelCount; i++)
        {
            using var scope = NewDisposeScope();
            var values = panels[i].to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
            var (first, columns) = (Plan.Layout.First(i), Plan.Layout.Columns(i));
            for (var r = 0; r < Plan.Layout.Rows(i); r++)
            for (var c = 0; c <= first + r; c++)
                full[first + r, c] = full[c, first + r] = values[r * columns + c];
        }

        return full;
    }

    /// <summary>Marks the panels as a factor's, before it factorizes in them.</summary>
    /// <exception cref="InvalidOperationException">It was factorized already.</exception>
    internal void BeginTaking()
    {
        if (taken)
            throw new InvalidOperationException("This matrix was factorized already; its memory is the factor's now.");
        taken = true;
    }

    /// <summary>Leaves the panels to the factor.</summary>
    internal void EndTaking() => (panels, kept) = (null, null);

    /// <summary>Frees the tiles, unless a factor took them.</summary>
    public void Dispose()
    {
        panels?.Dispose();
        kept?.Dispose();
    }

    private void Fill(IProgress<SolverProgress>? progress, CancellationToken token)
    {
        double done = 0;
        var target = new TrianglePanels(Plan.Layout, Plan.KeepsMatrix ? ScalarType.Float64 : Plan.FactorType, Plan.Options.Device);
        panels = target;
        for (var i = 0; i < Plan.Layout.PanelCount; i++)
            target.Allocate(i);
        Source.Fill(
            target,
            0,
            Plan.Layout.PanelCount,
            operations => progress?.Report(new SolverProgress(SolverPhase.Gram, done += operations, Plan.GramOperations)),
            token
        );
        if (!Plan.KeepsMatrix)
            return;
        kept = target;
        panels = new TrianglePanels(Plan.Layout, Plan.FactorType, Plan.Options.Device);
        for (var i = 0; i < Plan.Layout.PanelCount; i++)
            panels.Allocate(i).copy_(kept[i]);
    }
}
