using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>The arc-cosine kernel of order 0 or 1: an infinitely wide layer of step functions or of ReLUs with Gaussian weights.</summary>
/// <remarks>
/// <para>With θ the angle between x and x′: order 0, k = 1 − θ/π, in [0, 1]; order 1, k = ‖x‖‖x′‖ (sin θ + (π − θ) cos θ)/π.</para>
/// <para>A point of length 0 has θ = π/2 with all others, and k(0, 0) is 1 for order 0 and 0 for order 1.
/// Source: Cho and Saul, "Kernel methods for deep learning", NIPS 2009, section 2.</para>
/// </remarks>
public sealed record ArcCosineKernel : ProductKernel
{
    /// <summary>An arc-cosine kernel.</summary>
    /// <param name="order">0 or 1. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is another.</exception>
    public ArcCosineKernel(int order = 1) =>
        Order = order is 0 or 1 ? order : throw new ArgumentOutOfRangeException(nameof(order), $"Order must be 0 or 1, but was {order}.");

    /// <summary>The order.</summary>
    public int Order { get; }

    /// <inheritdoc/>
    public override string Name => "arc-cosine";

    /// <inheritdoc/>
    public override void Apply(Tensor products, Tensor rowSquares, Tensor columnSquares)
    {
        ArgumentNullException.ThrowIfNull(products);
        using var scope = NewDisposeScope();
        var lengths = rowSquares.sqrt() * columnSquares.sqrt(); // (m, n)
        var cosine = products.div_(lengths.AtLeast(SmallestNormal(products))).BetweenInPlace(-1, 1);
        var angle = cosine.acos();
        if (Order == 0)
        {
            products.copy_(angle.TimesInPlace(-1 / Math.PI).PlusInPlace(1));
            return;
        }

        var sine = (cosine * cosine).neg().Plus(1).AtLeastInPlace(0).sqrt_();
        products.mul_(angle.neg_().PlusInPlace(Math.PI)).PlusInPlace(sine).mul_(lengths).TimesInPlace(1 / Math.PI);
    }

    /// <inheritdoc/>
    public override Tensor Diagonal(Tensor squares) => Order == 0 ? ones_like(squares) : squares.clone();

    // Keeps 0/0 away and changes no other quotient.
    private static double SmallestNormal(Tensor values) => values.dtype == ScalarType.Float32 ? 1.17549435e-38 : 2.2250738585072014e-308;
}
