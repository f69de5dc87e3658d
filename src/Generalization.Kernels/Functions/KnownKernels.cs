using System.Collections.Immutable;

namespace Generalization.Kernels.Functions;

/// <summary>The kernels by name, for command lines and files.</summary>
public static class KnownKernels
{
    /// <summary>"gaussian", "laplacian", "linear", "polynomial", "arc-cosine".</summary>
    public static ImmutableArray<string> Names { get; } = ["gaussian", "laplacian", "linear", "polynomial", "arc-cosine"];

    /// <summary>A kernel by name. Parameters that it does not use are ignored.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="gamma">γ of the Gaussian, Laplacian and polynomial kernels. Default: 0.02.</param>
    /// <param name="degree">The polynomial's degree, or the arc-cosine's order. Default: 3 for the polynomial, 1 for the
    /// arc-cosine.</param>
    /// <param name="offset">The polynomial's offset. Default: 1.</param>
    /// <exception cref="ArgumentException">The name is not known, or a parameter is outside its range.</exception>
    public static Kernel Named(string name, double gamma = 0.02, int? degree = null, double offset = 1) =>
        name switch
        {
            "gaussian" => new GaussianKernel(gamma),
            "laplacian" => new LaplacianKernel(gamma),
            "linear" => new LinearKernel(),
            "polynomial" => new PolynomialKernel(degree ?? 3, gamma, offset),
            "arc-cosine" => new ArcCosineKernel(degree ?? 1),
            _ => throw new ArgumentException($"The kernel must be one of {string.Join(", ", Names)}, but was {name}.", nameof(name)),
        };

    /// <summary>γ, where the kernel has one.</summary>
    /// <param name="kernel">The kernel.</param>
    public static double? GammaOf(Kernel kernel) =>
        kernel switch
        {
            GaussianKernel k => k.Gamma,
            LaplacianKernel k => k.Gamma,
            PolynomialKernel k => k.Gamma,
            _ => null,
        };
}
