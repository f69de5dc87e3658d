using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Points;

/// <summary>How products of bytes stay exact in float32: the columns are cut into pieces whose sums stay below 2²⁴.</summary>
/// <remarks>Every partial sum of ⟨x, y⟩ over a piece is a whole number of at most ‖x‖‖y‖ there, so the largest ‖x‖² decides. Pieces are
/// halves of halves, so that a set cut finer than another stays exact with it; 256 columns are always few enough, since 256 · 255² is below
/// 2²⁴.</remarks>
internal static class ExactProducts
{
    private const double Largest = 1 << 24;
    private const int AlwaysExact = 256,
        RowsAtOnce = 4096;

    /// <summary>‖x‖² of the points bytes / divisor, exact, (n), float64; and the fewest pieces.</summary>
    public static (Tensor Squares, int Pieces) Prepare(Tensor bytes, double divisor)
    {
        using var scope = NewDisposeScope();
        var (count, width) = (bytes.shape[0], bytes.shape[1]);
        var squares = empty([count], ScalarType.Float64);
        var most = (int)((width + AlwaysExact - 1) / AlwaysExact);
        var pieces = 1;
        for (long first = 0; first < count; first += RowsAtOnce)
        {
            using var step = NewDisposeScope();
            var rows = Math.Min(RowsAtOnce, count - first);
            var wide = bytes.narrow(0, first, rows).to(ScalarType.Float64);
            wide.mul_(wide);
            squares.narrow(0, first, rows).copy_(wide.sum(dim: 1));
            while (pieces < most && !Fits(wide, pieces))
                pieces = Math.Min(2 * pieces, most);
        }

        return (squares.DividedByInPlace(divisor * divisor).DetachFromDisposeScope(), pieces);
    }

    /// <summary>The columns of a piece.</summary>
    public static (long Begin, long End) Piece(long width, int index, int pieces) => (width * index / pieces, width * (index + 1) / pieces);

    private static bool Fits(Tensor squares, int pieces)
    {
        for (var i = 0; i < pieces; i++)
        {
            using var scope = NewDisposeScope();
            var (begin, end) = Piece(squares.shape[1], i, pieces);
            if (squares.narrow(1, begin, end - begin).sum(dim: 1).max().item<double>() > Largest)
                return false;
        }

        return true;
    }
}
