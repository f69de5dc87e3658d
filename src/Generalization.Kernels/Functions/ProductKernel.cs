using Generalization.Kernels.Points;
using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>A kernel of ⟨x, x′⟩, ‖x‖² and ‖x′‖²: a tile is one matrix product and a function of each element.</summary>
public abstract record ProductKernel : Kernel
{
    /// <summary>Turns products into kernel values, in place.</summary>
    /// <param name="products">⟨xᵢ, yⱼ⟩, (m, n), written to.</param>
    /// <param name="rowSquares">‖xᵢ‖², (m, 1).</param>
    /// <param name="columnSquares">‖yⱼ‖², (1, n).</param>
    public abstract void Apply(Tensor products, Tensor rowSquares, Tensor columnSquares);

    /// <summary>k(x, x) from ‖x‖².</summary>
    /// <param name="squares">‖xᵢ‖², (m).</param>
    /// <returns>(m); the caller's.</returns>
    public abstract Tensor Diagonal(Tensor squares);

    /// <inheritdoc/>
    public sealed override void Fill(Tensor tile, PointBlock rows, PointBlock columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        PointBlock.Multiply(tile, rows, columns);
        Apply(tile, rows.Squares.unsqueeze(1), columns.Squares.unsqueeze(0));
    }

    /// <inheritdoc/>
    public sealed override Tensor Diagonal(PointBlock rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Diagonal(rows.Squares);
    }
}
