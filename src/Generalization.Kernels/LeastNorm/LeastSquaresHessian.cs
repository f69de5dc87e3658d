using System.Collections.Immutable;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.LeastNorm;

/// <summary>The Hessian of ‖Xw − y‖²/(2n), XᵀX/n: the same at every w, so at every solution, and degenerate where d exceeds the
/// rank.</summary>
/// <remarks>Curvature does not tell solutions apart. Source: section 5.</remarks>
public sealed class LeastSquaresHessian
{
    private LeastSquaresHessian(ImmutableArray<double> eigenvalues, int rank) => (Eigenvalues, Rank) = (eigenvalues, rank);

    /// <summary>All d eigenvalues, descending, at least 0; beyond the smaller of n and d they are 0.</summary>
    public ImmutableArray<double> Eigenvalues { get; }

    /// <summary>The number of eigenvalues above the rounding error of the largest.</summary>
    public int Rank { get; }

    /// <summary>The spectrum, by the smaller of XXᵀ and XᵀX.</summary>
    /// <param name="points">X, n points.</param>
    public static LeastSquaresHessian Of(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var block = points.Block(0, points.Count);
        var x = block.Values;
        var square = points.Count <= points.Dimension ? x.matmul(x.t()) : x.t().matmul(x);
        var values = linalg.eigvalsh(square).DividedBy(points.Count).AtLeast(0).data<double>().ToArray();
        Array.Reverse(values);
        var threshold = values[0] * Math.Max(points.Count, points.Dimension) * SpectrumPrecision.Unit;
        return new LeastSquaresHessian([.. values, .. new double[points.Dimension - values.Length]], values.Count(v => v > threshold));
    }

    /// <summary>XᵀX/n, (d, d).</summary>
    /// <param name="points">X, n points.</param>
    public static double[,] Matrix(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var block = points.Block(0, points.Count);
        return TargetMatrix.ToArray(block.Values.t().matmul(block.Values).DividedBy(points.Count));
    }
}
