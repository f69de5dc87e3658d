using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Functions;

/// <summary>The polynomial kernel.</summary>
/// <remarks>k(x, x′) = (γ⟨x, x′⟩ + c)^q; positive semidefinite for γ &gt; 0, c ≥ 0 and whole q ≥ 1.</remarks>
public sealed record PolynomialKernel : ProductKernel
{
    /// <summary>A polynomial kernel.</summary>
    /// <param name="degree">q, at least 1. Default: 3.</param>
    /// <param name="gamma">γ, positive and finite. Default: 0.02.</param>
    /// <param name="offset">c, at least 0 and finite. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public PolynomialKernel(int degree = 3, double gamma = 0.02, double offset = 1)
    {
        if (degree < 1)
            throw new ArgumentOutOfRangeException(nameof(degree), $"Degree must be at least 1, but was {degree}.");
        if (!(offset >= 0 && double.IsFinite(offset)))
            throw new ArgumentOutOfRangeException(
                nameof(offset),
                FormattableString.Invariant($"Offset must be at least 0 and finite, but was {offset}.")
            );
        (Degree, Gamma, Offset) = (degree, KernelArgument.Positive(gamma, "Gamma", nameof(gamma)), offset);
    }

    /// <summary>q.</summary>
    public int Degree { get; }

    /// <summary>γ.</summary>
    public double Gamma { get; }

    /// <summary>c.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    public override string Name => "polynomial";

    /// <inheritdoc/>
    public override void Apply(Tensor products, Tensor rowSquares, Tensor columnSquares)
    {
        ArgumentNullException.ThrowIfNull(products);
        products.TimesInPlace(Gamma).PlusInPlace(Offset).PowerInPlace(Degree);
    }

    /// <inheritdoc/>
    public override Tensor Diagonal(Tensor squares) => squares.Times(Gamma).PlusInPlace(Offset).PowerInPlace(Degree);
}
