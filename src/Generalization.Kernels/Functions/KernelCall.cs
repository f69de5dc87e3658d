using Generalization.Identity;
using Generalization.Kernels.Points;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>Calls a kernel that may be a caller's own: what it does not do as it must is a sentence with its name.</summary>
internal static class KernelCall
{
    /// <exception cref="FaultyPartException">libtorch refuses what it asks for, or it changes the tile's shape.</exception>
    public static void Fill(Kernel kernel, Tensor tile, PointBlock rows, PointBlock columns) =>
        InPlace(kernel, tile, () => kernel.Fill(tile, rows, columns));

    /// <exception cref="FaultyPartException">libtorch refuses what it asks for, or it changes the products' shape.</exception>
    public static void Apply(ProductKernel kernel, Tensor products, Tensor rowSquares, Tensor columnSquares) =>
        InPlace(kernel, products, () => kernel.Apply(products, rowSquares, columnSquares));

    /// <exception cref="FaultyPartException">libtorch refuses what it asks for, or the diagonal has another shape or type.</exception>
    public static Tensor Diagonal(Kernel kernel, PointBlock rows) => Checked(kernel, rows.Squares, () => kernel.Diagonal(rows));

    /// <exception cref="FaultyPartException">libtorch refuses what it asks for, or the diagonal has another shape or type.</exception>
    public static Tensor Diagonal(ProductKernel kernel, Tensor squares) => Checked(kernel, squares, () => kernel.Diagonal(squares));

    private static void InPlace(Kernel kernel, Tensor tile, Action work)
    {
        var before = tile.shape;
        CallersPart.Run(
            $"kernel {kernel.Name}",
            () =>
            {
                work();
                return tile;
            }
        );
        if (!tile.shape.AsSpan().SequenceEqual(before))
            throw new FaultyPartException(
                $"The kernel {kernel.Name} must leave the shape of the tile that it fills, ({string.Join(", ", before)}), but left "
                    + $"({string.Join(", ", tile.shape)}); correct it."
            );
    }

    private static Tensor Checked(Kernel kernel, Tensor squares, Func<Tensor> work)
    {
        var diagonal = CallersPart.Run($"kernel {kernel.Name}", work);
        return diagonal.shape is [var count] && count == squares.shape[0] && diagonal.dtype == squares.dtype
            ? diagonal
            : throw new FaultyPartException(
                $"The diagonal of the kernel {kernel.Name} must be ({squares.shape[0]}) in {squares.dtype}, but was "
                    + $"({string.Join(", ", diagonal.shape)}) in {diagonal.dtype}; correct its method Diagonal."
            );
    }
}
