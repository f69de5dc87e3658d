using Generalization.Kernels.Points;
using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>A positive semidefinite function of two points, k(x, x′); an immutable description without tensors.</summary>
/// <remarks>Derive from it, or from <see cref="ProductKernel"/> where k depends on ⟨x, x′⟩, ‖x‖ and ‖x′‖ alone, which is faster and works
/// on streamed features too.</remarks>
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
