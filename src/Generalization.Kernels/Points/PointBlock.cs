using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Points;

/// <summary>Some points as a kernel takes them: rows and their squared lengths, on one device.</summary>
public sealed class PointBlock : IDisposable
{
    private readonly Tensor? bytes; // (m, d), float32, the whole numbers 0 … 255 that the points are after division
    private readonly double divisor;
    private readonly int pieces; // columns are multiplied in so many pieces
    private Tensor? values;

    internal PointBlock(Tensor values)
    {
        this.values = values.DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        Squares = (values * values).sum(dim: 1).DetachFromDisposeScope();
    }

    /// <summary>Points bytes / divisor, as float64.</summary>
    /// <param name="bytes">(m, d), float32, whole numbers from 0 to 255, on the CPU; the block's from here on.</param>
    /// <param name="divisor">What they are divided by.</param>
    /// <param name="squares">(m), float64; the block's from here on.</param>
    /// <param name="pieces">The pieces that the columns are multiplied in, so that no sum of a piece exceeds what float32 counts
    /// exactly.</param>
    internal PointBlock(Tensor bytes, double divisor, Tensor squares, int pieces)
        : this(null, bytes, divisor, squares, pieces) { }

    private PointBlock(Tensor? values, Tensor? bytes, double divisor, Tensor squares, int pieces) =>
        (this.values, this.bytes, this.divisor, Squares, this.pieces) = (
            values?.DetachFromDisposeScope(),
            bytes?.DetachFromDisposeScope(),
            divisor,
            squares.DetachFromDisposeScope(),
            pieces
        );

    /// <summary>The points, (m, d), float32 or float64.</summary>
    public Tensor Values => values ??= bytes!.to(ScalarType.Float64).DividedByInPlace(divisor).DetachFromDisposeScope();

    /// <summary>‖xᵢ‖², (m), of the same type.</summary>
    public Tensor Squares { get; }

    /// <summary>m.</summary>
    public long Count => Squares.shape[0];

    /// <summary>tileᵢⱼ = ⟨xᵢ, yⱼ⟩; of bytes in float32 products that are exact, at twice the rate of float64.</summary>
    internal static void Multiply(Tensor tile, PointBlock rows, PointBlock columns)
    {
        if (rows.bytes is not { } left || columns.bytes is not { } right || tile.dtype != ScalarType.Float64)
        {
            tile.addmm_(rows.Values, columns.Values.t(), beta: 0);
            return;
        }

        var pieces = Math.Max(rows.pieces, columns.pieces);
        for (var i = 0; i < pieces; i++)
        {
            using var scope = NewDisposeScope();
            var (begin, end) = ExactProducts.Piece(left.shape[1], i, pieces);
            var product = left.narrow(1, begin, end - begin).mm(right.narrow(1, begin, end - begin).t());
            if (i == 0)
                tile.copy_(product);
            else
                tile.PlusInPlace(product);
        }

        tile.DividedByInPlace(rows.divisor * columns.divisor);
    }

    internal PointBlock Narrow(long first, long count) =>
        new(values?.narrow(0, first, count), bytes?.narrow(0, first, count), divisor, Squares.narrow(0, first, count), pieces);

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        values?.Dispose();
        bytes?.Dispose();
        Squares.Dispose();
    }
}
