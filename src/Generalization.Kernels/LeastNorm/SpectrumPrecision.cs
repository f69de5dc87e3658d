namespace Generalization.Kernels.LeastNorm;

internal static class SpectrumPrecision
{
    /// <summary>2⁻⁵², float64's spacing at 1.</summary>
    public const double Unit = 1.0 / (1L << 52);
}
