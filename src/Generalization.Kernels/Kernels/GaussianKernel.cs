using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>The Gaussian (radial basis function) kernel.</summary>
/// <remarks>
/// <para>k(x, x′) = exp(−γ ‖x − x′‖²), in (0, 1]; strictly positive definite on distinct points.</para>
/// <para>The squared distance is ‖x‖² + ‖x′‖² − 2⟨x, x′⟩, never below 0. Source: section 5, Table 3.</para>
/// </remarks>
public sealed record GaussianKernel : ProductKernel
{
    /// <summary>A Gaussian kernel.</summary>
    /// <param name="gamma">γ, positive and finite, per squared unit of the points. Default: 0.02, the paper's author's for pixels in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not positive and finite.</exception>
    public GaussianKernel(double gamma = 0.02) => Gamma = KernelArgument.Positive(gamma, "Gamma", nameof(gamma));

    /// <summary>γ.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    public override string Name => "gaussian";

    /// <inheritdoc/>
    public override void Apply(Tensor products, Tensor rowSquares, Tensor columnSquares)
    {
        ArgumentNullException.ThrowIfNull(products);
        using var scope = NewDisposeScope();
        products.mul_(2 * Gamma).sub_(rowSquares * Gamma).sub_(columnSquares * Gamma).clamp_max_(0).exp_();
    }

    /// <inheritdoc/>
    public override Tensor Diagonal(Tensor squares) => ones_like(squares);
}
