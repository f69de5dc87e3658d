using static TorchSharp.torch;

namespace Generalization.Kernels;

/// <summary>Hager's estimate of ‖A‖₁ for a symmetric A that is only known by its products, with Higham's alternative vector.</summary>
/// <remarks>Source: Higham, "FORTRAN codes for estimating the one-norm of a real or complex matrix", ACM TOMS 14 (1988), algorithm 4.1.</remarks>
internal static class NormEstimate
{
    private const int MostSteps = 5;

    public static double OneNorm(int count, Func<Tensor, Tensor> multiply)
    {
        using var scope = NewDisposeScope();
        var x = full([count, 1], 1.0 / count, ScalarType.Float64);
        double estimate = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var y = multiply(x);
            var norm = y.abs().sum().item<double>();
            if (step > 0 && norm <= estimate) break;
            estimate = norm;
            var z = multiply(where(y >= 0, ones_like(y), -ones_like(y)));
            var (largest, at) = z.abs().squeeze(1).max(0);
            if (step > 0 && largest.item<double>() <= (z * x).sum().item<double>()) break;
            x = zeros([count, 1], ScalarType.Float64);
            x[at.item<long>(), 0] = 1;
        }

        var ramp = arange(count, dtype: ScalarType.Float64) / Math.Max(count - 1, 1) + 1;
        var signs = 1 - 2 * arange(count, dtype: ScalarType.Float64).remainder(2);
        var alternative = multiply((ramp * signs).unsqueeze(1));
        return Math.Max(estimate, 2 * alternative.abs().sum().item<double>() / (3.0 * count));
    }
}
