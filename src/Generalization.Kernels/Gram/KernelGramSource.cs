using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>The Gram matrix of a kernel on points.</summary>
internal sealed class KernelGramSource(Kernel kernel, PointSet points) : GramSource
{
    // Four mebibytes: a piece stays in the cache for the element-wise half of the kernel.
    private const int PieceRows = 512,
        PieceColumns = 1024;

    public override int Count => points.Count;

    public override double OperationsPerElement => 2.0 * points.Dimension;

    public override void Fill(TrianglePanels panels, int first, int last, Action<double> progress, CancellationToken token)
    {
        for (var i = first; i < last; i++)
        {
            token.ThrowIfCancellationRequested();
            FillTile(panels[i], panels.Layout.First(i), 0, token);
            progress(panels.Layout.Elements(i) * OperationsPerElement);
        }
    }

    public override void FillTile(Tensor tile, int firstRow, int firstColumn) =>
        FillTile(tile, firstRow, firstColumn, CancellationToken.None);

    public override Tensor Diagonal()
    {
        using var scope = NewDisposeScope();
        var diagonal = empty([Count], ScalarType.Float64);
        for (var first = 0; first < Count; first += PieceColumns)
        {
            using var rows = points.Block(first, Math.Min(PieceColumns, Count - first));
            diagonal.narrow(0, first, rows.Count).copy_(KernelCall.Diagonal(kernel, rows));
        }

        return diagonal.MoveToOuterDisposeScope();
    }

    // Computed in float64 whatever the tile's type: the rounding of a squared length in float32 is the same along a whole row, and moves
    // the matrix by more than its smallest eigenvalues.
    private void FillTile(Tensor tile, int firstRow, int firstColumn, CancellationToken token)
    {
        var (height, width) = ((int)tile.shape[0], (int)tile.shape[1]);
        using var whole = NewDisposeScope();
        using var rows = points.Block(firstRow, height, ScalarType.Float64, tile.device);
        var exact = tile.dtype == ScalarType.Float64;
        var buffer = exact ? tile : empty([PieceRows, PieceColumns], ScalarType.Float64, tile.device);
        for (var column = 0; column < width; column += PieceColumns)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var pieceWidth = Math.Min(PieceColumns, width - column);
            using var columns = points.Block(firstColumn + column, pieceWidth, ScalarType.Float64, tile.device);
            for (var row = 0; row < height; row += PieceRows)
            {
                using var step = NewDisposeScope();
                var pieceHeight = Math.Min(PieceRows, height - row);
                using var piece = rows.Narrow(row, pieceHeight);
                var target = tile.narrow(0, row, pieceHeight).narrow(1, column, pieceWidth);
                var computed = exact ? target : buffer.narrow(0, 0, pieceHeight).narrow(1, 0, pieceWidth);
                KernelCall.Fill(kernel, computed, piece, columns);
                if (!exact)
                    target.copy_(computed);
            }
        }

        CopyDiagonal(tile, firstRow, firstColumn, rows);
    }

    // The product's cancellation would leave 1 − 1e-14 where k(x, x) is 1.
    private void CopyDiagonal(Tensor tile, int firstRow, int firstColumn, PointBlock rows)
    {
        var start = Math.Max(firstRow, firstColumn);
        var end = Math.Min(firstRow + tile.shape[0], firstColumn + tile.shape[1]);
        if (end <= start)
            return;
        using var scope = NewDisposeScope();
        var exact = KernelCall.Diagonal(kernel, rows).narrow(0, start - firstRow, end - start);
        tile.narrow(0, start - firstRow, end - start).narrow(1, start - firstColumn, end - start).diagonal().copy_(exact);
    }
}
