using System.Collections.Immutable;
using Generalization.Kernels.Solvers;

namespace Generalization.Kernels.Cholesky;

/// <summary>The diagonals of (K + λI)⁻¹ and of the hat matrix H = K (K + λI)⁻¹, which takes the targets to the fitted values.</summary>
/// <remarks>Hᵢᵢ = 1 − λ ((K + λI)⁻¹)ᵢᵢ is the weight of example i's own target in its fit; without a ridge H is the identity. A mixed
/// solver's factor is float32: its diagonal is right to about the condition number of K + λI times 6e-8, relative, however exact α
/// is.</remarks>
public sealed class HatDiagonal
{
    internal HatDiagonal(ImmutableArray<double> inverse, double ridge, SolverPrecision precision)
    {
        (Inverse, Ridge, Precision) = (inverse, ridge, precision);
        // Rounding may take what is left of 1 below 0.
        Hat = [.. inverse.Select(value => Math.Max(1 - ridge * value, 0))];
        Trace = Hat.Sum();
    }

    /// <summary>n.</summary>
    public int Count => Inverse.Length;

    /// <summary>((K + λI)⁻¹)ᵢᵢ, n positive values.</summary>
    public ImmutableArray<double> Inverse { get; }

    /// <summary>λ.</summary>
    public double Ridge { get; }

    /// <summary>The precision of the factor that it is of.</summary>
    public SolverPrecision Precision { get; }

    /// <summary>Hᵢᵢ, n values in 0..1; to 2⁻⁵³ absolute, not relative.</summary>
    public ImmutableArray<double> Hat { get; }

    /// <summary>tr(H), the effective degrees of freedom, in 0..n; n without a ridge.</summary>
    public double Trace { get; }

    /// <summary>αᵢ / ((K + λI)⁻¹)ᵢᵢ, (n, c).</summary>
    internal double[,] Errors(double[,] coefficients)
    {
        var errors = new double[Count, coefficients.GetLength(1)];
        for (var i = 0; i < Count; i++)
        for (var c = 0; c < errors.GetLength(1); c++)
            errors[i, c] = coefficients[i, c] / Inverse[i];
        return errors;
    }
}
