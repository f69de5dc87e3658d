using System.Runtime.Intrinsics;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>The Gaussian (radial basis function) kernel.</summary>
/// <remarks>
/// <para>k(x, x′) = exp(−γ ‖x − x′‖²), in (0, 1]; strictly positive definite on distinct points.</para>
/// <para>The squared distance is ‖x‖² + ‖x′‖² − 2⟨x, x′⟩, never below 0. Source: section 5, Table 3.</para>
/// </remarks>
public sealed record GaussianKernel : ProductKernel
{
    /// <summary>A Gaussian kernel.</summary>
    /// <param name="gamma">γ, positive and finite, per squared unit of the points. Default: 0.02, the paper's author's for pixels in [0,
    /// 1].</param>
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
        ArgumentNullException.ThrowIfNull(rowSquares);
        ArgumentNullException.ThrowIfNull(columnSquares);
        using var scope = NewDisposeScope();
        var (rows, columns) = (rowSquares.Times(Gamma), columnSquares.Times(Gamma));
        if (
            products.dtype == ScalarType.Float64
            && products.device.type == TorchSharp.DeviceType.CPU
            && products.stride(1) == 1
            && products.numel() > 0
        )
            ApplyInOnePass(products, rows.contiguous(), columns.contiguous());
        else
            products.TimesInPlace(2 * Gamma).sub_(rows).sub_(columns).AtMostInPlace(0).exp_();
    }

    /// <inheritdoc/>
    public override Tensor Diagonal(Tensor squares) => ones_like(squares);

    // Five operations of the library's are five passes over the tile.
    private unsafe void ApplyInOnePass(Tensor products, Tensor rows, Tensor columns)
    {
        var (tile, r, c) = ((nint)TensorMemory.Pointer(products), (nint)TensorMemory.Pointer(rows), (nint)TensorMemory.Pointer(columns));
        var (height, width, stride, twice) = ((int)products.shape[0], (int)products.shape[1], products.stride(0), 2 * Gamma);
        Parallel.For(
            0,
            height,
            i =>
            {
                var line = (double*)tile + i * stride;
                var other = (double*)c;
                var own = ((double*)r)[i];
                var j = 0;
                for (; j <= width - Vector256<double>.Count; j += Vector256<double>.Count)
                {
                    var exponent = Vector256.Load(line + j) * twice - Vector256.Create(own) - Vector256.Load(other + j);
                    Vector256.Exp(Vector256.Min(exponent, Vector256<double>.Zero)).Store(line + j);
                }

                for (; j < width; j++)
                    line[j] = Math.Exp(Math.Min(line[j] * twice - own - other[j], 0));
            }
        );
    }
}
