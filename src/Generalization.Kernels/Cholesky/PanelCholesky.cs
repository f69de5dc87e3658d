using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Cholesky;

/// <summary>The steps of a Cholesky factorization over row panels: each panel in turn is freed of the earlier ones and then factorizes its
/// own diagonal tile.</summary>
/// <remarks>Row by row ("bordering" by tiles): L of the panels before is read in order, panel by panel, so that it may as well lie in a
/// file.</remarks>
internal static class PanelCholesky
{
    private const int DiagonalStrip = 512;

    /// <summary>Lᵢⱼ = (Aᵢⱼ − Σₖ Lᵢₖ Lⱼₖᵀ) Lⱼⱼ⁻ᵀ, k below j.</summary>
    public static void Eliminate(TriangleLayout layout, Tensor target, Tensor earlier, int j)
    {
        using var scope = NewDisposeScope();
        var (first, width) = (layout.First(j), layout.Rows(j));
        var tile = target.narrow(1, first, width); // (rows i, width)
        if (first > 0)
            tile.addmm_(target.narrow(1, 0, first), earlier.narrow(1, 0, first).t(), alpha: -1);
        var diagonal = earlier.narrow(1, first, width); // (width, width), lower
        tile.copy_(linalg.solve_triangular(diagonal.t(), tile, upper: true, left: false));
    }

    /// <summary>Lᵢᵢ = chol(Aᵢᵢ − Σₖ Lᵢₖ Lᵢₖᵀ).</summary>
    /// <returns>The row within the panel where the matrix is not positive definite, and its pivot; or null.</returns>
    public static (int Row, double Pivot)? FactorizeDiagonal(TriangleLayout layout, Tensor panel, int i)
    {
        using var scope = NewDisposeScope();
        var (first, size) = (layout.First(i), layout.Rows(i));
        // Strips: a full product would compute the half above the diagonal too.
        for (var top = 0; first > 0 && top < size; top += DiagonalStrip)
        {
            var height = Math.Min(DiagonalStrip, size - top);
            var left = panel.narrow(1, 0, first);
            panel
                .narrow(0, top, height)
                .narrow(1, first, top + height)
                .addmm_(left.narrow(0, top, height), left.narrow(0, 0, top + height).t(), alpha: -1);
        }

        var tile = panel.narrow(1, first, size);
        var (factor, info) = linalg.cholesky_ex(tile);
        if (info.item<int>() is > 0 and var failed)
            return (failed - 1, Pivot(tile, failed - 1));
        tile.copy_(factor);
        return null;
    }

    // Computed anew, since a library need not leave it: aᵣᵣ − ‖L⁻¹aᵣ‖², with L of the rows before.
    private static double Pivot(Tensor tile, int row)
    {
        var element = tile[row, row].to(ScalarType.Float64).item<double>();
        if (row == 0)
            return element;
        var (before, _) = linalg.cholesky_ex(tile.narrow(0, 0, row).narrow(1, 0, row));
        var left = linalg.solve_triangular(before, tile.narrow(0, row, 1).narrow(1, 0, row).t(), upper: false);
        return element - left.to(ScalarType.Float64).Squared().sum().item<double>();
    }

    /// <summary>The operations of eliminating panel j from panel i; of all j together rows · first².</summary>
    public static double Operations(TriangleLayout layout, int i, int j)
    {
        double first = layout.First(j),
            width = layout.Rows(j);
        return layout.Rows(i) * width * (2 * first + width);
    }

    /// <summary>The operations of a panel's own diagonal tile.</summary>
    public static double Operations(TriangleLayout layout, int i)
    {
        double first = layout.First(i),
            rows = layout.Rows(i);
        return rows * rows * first + rows * rows * rows / 3;
    }
}
