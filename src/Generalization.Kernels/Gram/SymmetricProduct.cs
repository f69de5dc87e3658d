using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>K·V for a symmetric K: from panels in memory, or from tiles computed anew, each used for both of its halves.</summary>
internal static class SymmetricProduct
{
    private const int PieceRows = 1024,
        PieceColumns = 2048;

    /// <summary>From panels in memory; (n, c) of the panels' type.</summary>
    public static Tensor OfPanels(TrianglePanels panels, Tensor values, CancellationToken token)
    {
        if (
            panels.Type == ScalarType.Float32
            && panels.Device.type == TorchSharp.DeviceType.CPU
            && SkinnySymmetricProduct.CanMultiply(values)
        )
            return SkinnySymmetricProduct.Multiply(panels, values, token);
        var product = zeros_like(values);
        var layout = panels.Layout;
        for (var i = 0; i < layout.PanelCount; i++)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (first, rows) = (layout.First(i), layout.Rows(i));
            var below = values.narrow(0, first, rows);
            if (first > 0)
            {
                var left = panels[i].narrow(1, 0, first);
                product.narrow(0, first, rows).addmm_(left, values.narrow(0, 0, first));
                product.narrow(0, 0, first).addmm_(left.t(), below);
            }

            product.narrow(0, first, rows).addmm_(panels[i].narrow(1, first, rows), below);
        }

        return product;
    }

    /// <summary>The operations that <see cref="OfSource"/> reports in all.</summary>
    public static double Operations(GramSource source, int pieceRows = PieceRows)
    {
        double elements = 0;
        for (double top = 0; top < source.Count; top += pieceRows)
        {
            var height = Math.Min(pieceRows, source.Count - top);
            elements += height * (top + height);
        }

        return elements * source.OperationsPerElement;
    }

    /// <summary>From tiles computed anew, in the values' type; the memory of one tile.</summary>
    public static Tensor OfSource(
        GramSource source,
        Tensor values,
        Action<double> progress,
        CancellationToken token,
        int pieceRows = PieceRows,
        int pieceColumns = PieceColumns
    )
    {
        var product = zeros_like(values);
        using var scope = NewDisposeScope();
        var buffer = empty([pieceRows * Math.Max(pieceRows, pieceColumns)], values.dtype, values.device);
        for (var top = 0; top < source.Count; top += pieceRows)
        {
            var height = Math.Min(pieceRows, source.Count - top);
            for (int left = 0, width; left < top + height; left += width)
            {
                token.ThrowIfCancellationRequested();
                using var step = NewDisposeScope();
                // A piece ends where its rows' diagonal tile begins, so that each is used either once or twice as a whole.
                width = left < top ? Math.Min(pieceColumns, top - left) : height;
                var tile = buffer.narrow(0, 0, (long)height * width).view(height, width);
                source.FillTile(tile, top, left);
                product.narrow(0, top, height).addmm_(tile, values.narrow(0, left, width));
                if (left < top)
                    product.narrow(0, left, width).addmm_(tile.t(), values.narrow(0, top, height));
                progress((double)height * width * source.OperationsPerElement);
            }
        }

        return product;
    }
}
