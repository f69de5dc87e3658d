using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>A positive semidefinite function of two points, k(x, x′); an immutable description without tensors.</summary>
/// <remarks>Derive from it, or from <see cref="ProductKernel"/> where k depends on ⟨x, x′⟩, ‖x‖ and ‖x′‖ alone, which is faster and works on
/// streamed features too.</remarks>
public abstract record Kernel
{
    /// <summary>The kernel's name in command lines and results, for example "gaussian".</summary>
    public abstract string Name { get; }

    /// <summary>Fills a tile: tileᵢⱼ = k(xᵢ, yⱼ).</summary>
    /// <param name="tile">(m, n), float32 or float64, written to; it may be a view.</param>
    /// <param name="rows">x, m points of the tile's type and device.</param>
    /// <param name="columns">y, n points of the tile's type and device.</param>
    public abstract void Fill(Tensor tile, PointBlock rows, PointBlock columns);

    /// <summary>k(xᵢ, xᵢ), exact to rounding, without the cancellation of a product.</summary>
    /// <param name="rows">x, m points.</param>
    /// <returns>(m), of the points' type; the caller's.</returns>
    public abstract Tensor Diagonal(PointBlock rows);
}

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
