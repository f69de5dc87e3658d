using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Cholesky;

/// <summary>Hager's estimate of ‖A‖₁ for an A that is only known by its products, with Higham's alternative vector.</summary>
/// <remarks>Source: Higham, "FORTRAN codes for estimating the one-norm of a real or complex matrix", ACM TOMS 14 (1988), algorithm
/// 4.1.</remarks>
internal static class NormEstimate
{
    private const int MostSteps = 5;

    public static double OneNorm(int count, Func<Tensor, Tensor> multiply) => OneNorm(count, multiply, multiply);

    /// <summary>That of any A, by its products with x and those of its transpose.</summary>
    public static double OneNorm(int count, Func<Tensor, Tensor> multiply, Func<Tensor, Tensor> multiplyTransposed)
    {
        using var scope = NewDisposeScope();
        var x = empty([count, 1], ScalarType.Float64).FillInPlace(1.0 / count);
        double estimate = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var y = multiply(x);
            var norm = y.abs().sum().item<double>();
            if (step > 0 && norm <= estimate)
                break;
            estimate = norm;
            var z = multiplyTransposed(where(y.IsAtLeast(0), ones_like(y), -ones_like(y)));
            var (largest, at) = z.abs().squeeze(1).max(0);
            if (step > 0 && largest.item<double>() <= (z * x).sum().item<double>())
                break;
            x = zeros([count, 1], ScalarType.Float64);
            x[at.item<long>(), 0] = 1;
        }

        var ramp = Enumerable.Range(0, count).Select(i => (1 + (double)i / Math.Max(count - 1, 1)) * (i % 2 == 0 ? 1 : -1));
        var alternative = multiply(tensor(ramp.ToArray(), [count, 1]));
        return Math.Max(estimate, 2 * alternative.abs().sum().item<double>() / (3.0 * count));
    }
}
