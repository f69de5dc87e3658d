using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>The linear kernel.</summary>
/// <remarks>k(x, x′) = ⟨x, x′⟩; of rank d at most, so more than d points need a ridge. Source: section 5, "K = XXᵀ".</remarks>
public sealed record LinearKernel : ProductKernel
{
    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public override void Apply(Tensor products, Tensor rowSquares, Tensor columnSquares) { }

    /// <inheritdoc/>
    public override Tensor Diagonal(Tensor squares) => squares.clone();
}
