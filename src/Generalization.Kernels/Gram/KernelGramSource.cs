using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>The Gram matrix of a kernel on points.</summary>
internal sealed class KernelGramSource(Kernel kernel, PointSet points) : GramSource
{
    // Two mebibytes of float32: a piece stays in the cache for the element-wise half of the kernel.
    private const int PieceRows = 512, PieceColumns = 1024;

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

    public override void FillTile(Tensor tile, int firstRow, int firstColumn) => FillTile(tile, firstRow, firstColumn, CancellationToken.None);

    public override Tensor Diagonal()
    {
        using var scope = NewDisposeScope();
        var diagonal = empty([Count], ScalarType.Float64);
        for (var first = 0; first < Count; first += PieceColumns)
        {
            using var rows = points.Block(first, Math.Min(PieceColumns, Count - first));
            diagonal.narrow(0, first, rows.Count).copy_(kernel.Diagonal(rows));
        }

        return diagonal.MoveToOuterDisposeScope();
    }

    private void FillTile(Tensor tile, int firstRow, int firstColumn, CancellationToken token)
    {
        var (height, width) = ((int)tile.shape[0], (int)tile.shape[1]);
        using var rows = points.Block(firstRow, height, tile.dtype, tile.device);
        for (var column = 0; column < width; column += PieceColumns)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var pieceWidth = Math.Min(PieceColumns, width - column);
            using var columns = points.Block(firstColumn + column, pieceWidth, tile.dtype, tile.device);
            for (var row = 0; row < height; row += PieceRows)
            {
                var pieceHeight = Math.Min(PieceRows, height - row);
                using var piece = rows.Narrow(row, pieceHeight);
                kernel.Fill(tile.narrow(0, row, pieceHeight).narrow(1, column, pieceWidth), piece, columns);
            }
        }

        CopyDiagonal(tile, firstRow, firstColumn, rows);
    }

    // The product's cancellation would leave 1 − 1e-14 where k(x, x) is 1.
    private void CopyDiagonal(Tensor tile, int firstRow, int firstColumn, PointBlock rows)
    {
        var start = Math.Max(firstRow, firstColumn);
        var end = Math.Min(firstRow + tile.shape[0], firstColumn + tile.shape[1]);
        if (end <= start) return;
        using var scope = NewDisposeScope();
        var exact = kernel.Diagonal(rows).narrow(0, start - firstRow, end - start);
        tile.narrow(0, start - firstRow, end - start).narrow(1, start - firstColumn, end - start).diagonal().copy_(exact);
    }
}
