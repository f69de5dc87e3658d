using Generalization.Kernels.Progress;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Cholesky;

/// <summary>The squared columns of L⁻¹ by blocked inversion of the triangle: a panel's unit vectors are solved for at a time, summed and
/// forgotten.</summary>
/// <remarks>A column is 0 above its own row, so that this takes n³/3 operations, nearly all of them in products as wide as a
/// panel.</remarks>
internal static class InverseTriangle
{
    /// <summary>‖L⁻¹eᵢ‖² = ((L Lᵀ)⁻¹)ᵢᵢ for each i.</summary>
    public static double[] SquaredColumns(
        CholeskyFactor factor,
        SolverPlan plan,
        IProgress<SolverProgress>? progress,
        CancellationToken token
    )
    {
        var layout = plan.Layout;
        // What lies on disk is read once for a group of panels, in whose memory it was factorized; in memory one is enough.
        var group = plan.SpilledBytes > 0 ? plan.GroupPanels : 1;
        var result = new double[layout.Count];
        var (done, total) = (0.0, Operations(layout, group));
        for (var begin = 0; begin < layout.PanelCount; begin += group)
        {
            using var scope = NewDisposeScope();
            var (start, width) = (layout.First(begin), Width(layout, begin, group));
            var columns = zeros([layout.Count - start, width], plan.FactorType, plan.Options.Device); // (n − start, width)
            columns.narrow(0, 0, width).diagonal().FillInPlace(1);
            var sums = zeros([width], ScalarType.Float64, plan.Options.Device);
            factor.ForEachPanel(
                ascending: true,
                token,
                (i, panel) =>
                {
                    Solve(layout, panel, i, columns, start, sums);
                    progress?.Report(new SolverProgress(SolverPhase.LeaveOneOut, done += Operations(layout, i, start, width), total));
                },
                begin
            );
            sums.cpu().data<double>().ToArray().CopyTo(result, start);
        }

        return result;
    }

    // Rows of panel i: what the rows before leave of the unit vectors, solved with the diagonal tile.
    private static void Solve(TriangleLayout layout, Tensor panel, int i, Tensor columns, int start, Tensor sums)
    {
        var (first, rows, width) = (layout.First(i), layout.Rows(i), (int)columns.shape[1]);
        var part = columns.narrow(0, first - start, rows); // (rows, width)
        if (first > start)
        {
            var begun = Math.Min(width, first - start);
            part.narrow(1, 0, begun)
                .addmm_(panel.narrow(1, start, first - start), columns.narrow(0, 0, first - start).narrow(1, 0, begun), alpha: -1);
        }

        var diagonal = panel.narrow(1, first, rows);
        var end = Math.Min(width, first - start + rows);
        for (var column = 0; column < end; column += layout.Tile)
        {
            using var scope = NewDisposeScope();
            var strip = part.narrow(1, column, Math.Min(layout.Tile, end - column));
            var solved = linalg.solve_triangular(diagonal, strip, upper: false);
            strip.copy_(solved);
            sums.narrow(0, column, strip.shape[1]).PlusInPlace(solved.mul(solved).sum(0, type: ScalarType.Float64));
        }
    }

    private static int Width(TriangleLayout layout, int begin, int group) =>
        layout.Columns(Math.Min(begin + group, layout.PanelCount) - 1) - layout.First(begin);

    private static double Operations(TriangleLayout layout, int group)
    {
        double sum = 0;
        for (var begin = 0; begin < layout.PanelCount; begin += group)
        for (var i = begin; i < layout.PanelCount; i++)
            sum += Operations(layout, i, layout.First(begin), Width(layout, begin, group));
        return sum;
    }

    private static double Operations(TriangleLayout layout, int i, int start, int width)
    {
        double before = layout.First(i) - start,
            rows = layout.Rows(i);
        return rows * (2 * before * Math.Min(width, before) + rows * Math.Min(width, before + rows));
    }
}
