using Generalization.Kernels.Points;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>The Laplacian kernel.</summary>
/// <remarks>
/// <para>k(x, x′) = exp(−γ ‖x − x′‖₁), in (0, 1]; strictly positive definite on distinct points.</para>
/// <para>The distance in the 1-norm is no matrix product, so a tile costs O(m n d) single operations and works on points only, not on
/// streamed features.</para>
/// </remarks>
public sealed record LaplacianKernel : Kernel
{
    /// <summary>A Laplacian kernel.</summary>
    /// <param name="gamma">γ, positive and finite, per unit of the points. Default: 0.02.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not positive and finite.</exception>
    public LaplacianKernel(double gamma = 0.02) => Gamma = KernelArgument.Positive(gamma, "Gamma", nameof(gamma));

    /// <summary>γ.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    public override string Name => "laplacian";

    /// <inheritdoc/>
    public override void Fill(Tensor tile, PointBlock rows, PointBlock columns)
    {
        ArgumentNullException.ThrowIfNull(tile);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        tile.copy_(cdist(rows.Values, columns.Values, 1).TimesInPlace(-Gamma).exp_()); // (m, n)
    }

    /// <inheritdoc/>
    public override Tensor Diagonal(PointBlock rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return ones([rows.Count], rows.Values.dtype, rows.Values.device);
    }
}
