using Generalization.Kernels.Functions;
using Generalization.Kernels.Points;
using Generalization.Kernels.Solvers;
using Generalization.Randomness;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.LeastNorm;

/// <summary>The linear interpolant of least norm, which gradient descent and SGD from zero converge to.</summary>
/// <remarks>SGD's steps are combinations of the data, so w = Xᵀα, and XXᵀα = y has one solution of this form. float64. Source: section
/// 5.</remarks>
public static class MinimumNorm
{
    /// <summary>Up to this size of the smaller square matrix eigenvalues decide the rank; beyond it a Cholesky factor needs full
    /// rank.</summary>
    public const int EigenLimit = 4096;

    // Below it float64 has fewer digits, and a reciprocal may overflow.
    private const double LeastSquare = 1e-290;

    /// <summary>X⁺ Y: by XXᵀ (n × n) where n ≤ d, else by XᵀX (d × d), so for any n and d.</summary>
    /// <remarks>Singular values below σ₁ √(max(n, d)·2⁻⁵²), which their squares cannot tell from 0, count as 0.</remarks>
    /// <param name="points">X, n points.</param>
    /// <param name="targets">Y, (n, c), finite.</param>
    /// <exception cref="ArgumentException">The targets do not fit the points, one is not finite, a column's largest one lies outside
    /// 1e-270 … 1e270, or the points' squares are no numbers of float64 other than 0.</exception>
    /// <exception cref="NotPositiveDefiniteException">The smaller of n and d is beyond <see cref="EigenLimit"/>, and X is not of full
    /// rank.</exception>
    public static MinimumNormSolution Solve(PointSet points, double[,] targets) => Solve(points, targets, EigenLimit);

    // The limit is an argument so that a small matrix shows what a large one gives.
    internal static MinimumNormSolution Solve(PointSet points, double[,] targets, int eigenLimit)
    {
        ArgumentNullException.ThrowIfNull(points);
        TargetMatrix.Check(targets, points.Count);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var block = points.Block(0, points.Count);
        var scale = TargetScale.Of(targets);
        var (x, y) = (block.Values, TargetMatrix.ToTensor(scale.Divide(targets), CPU)); // (n, d), (n, c)
        var wide = points.Count <= points.Dimension;
        var square = wide ? x.matmul(x.t()) : x.t().matmul(x);
        CheckSquares(x, square);
        var right = wide ? y : x.t().matmul(y);
        var rounding = Math.Max(points.Count, points.Dimension) * SpectrumPrecision.Unit;
        var (solution, rank) =
            square.shape[0] <= eigenLimit
                ? ByEigenvalues(square, right, rounding)
                : (right.cholesky_solve(Factor(square, rounding, eigenLimit, wide ? points : null)), (int)square.shape[0]);
        var w = wide ? x.t().matmul(solution) : solution; // (d, c)
        var coefficients = scale.Multiply(TargetMatrix.ToArray(w));
        return new MinimumNormSolution
        {
            Coefficients = coefficients,
            Norm = scale.IsNone ? w.norm().item<double>() : TargetScale.Norm([.. coefficients.Cast<double>()]),
            MaxError = scale.Multiply(TargetMatrix.ToArray((x.matmul(w) - y).abs().max(dim: 0, keepdim: true).values)).Cast<double>().Max(),
            Rank = rank,
        };
    }

    /// <summary>XW, what a linear model says of points.</summary>
    /// <param name="points">X, m points.</param>
    /// <param name="coefficients">W, (d, c).</param>
    /// <returns>(m, c).</returns>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static double[,] Predict(PointSet points, double[,] coefficients)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(coefficients);
        if (coefficients.GetLength(0) != points.Dimension)
            throw new ArgumentException(
                $"Coefficients must have a row for each of the {points.Dimension} " + $"dimensions, but had {coefficients.GetLength(0)}.",
                nameof(coefficients)
            );
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var block = points.Block(0, points.Count);
        return TargetMatrix.ToArray(block.Values.matmul(TargetMatrix.ToTensor(coefficients, CPU)));
    }

    /// <summary>A random V with XV = 0, which may be added to any solution without changing what it says of the points: G − X⁺XG for a
    /// Gaussian G, scaled.</summary>
    /// <param name="points">X, n points whose rank is below d.</param>
    /// <param name="outputs">c, at least 1.</param>
    /// <param name="norm">‖V‖, positive and finite.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>V, (d, c).</returns>
    /// <exception cref="ArgumentException">X has full column rank, so that only 0 is in its null space.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static double[,] NullSpace(PointSet points, int outputs, double norm, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (outputs < 1)
            throw new ArgumentOutOfRangeException(nameof(outputs), $"The number of outputs must be at least 1, but was {outputs}.");
        KernelArgument.Positive(norm, "The norm", nameof(norm));
        var gaussian = new double[points.Dimension, outputs];
        for (var i = 0; i < points.Dimension; i++)
        {
            var stream = new RandomKey(seed, RandomPurpose.DescentStart).Stream(i);
            for (var c = 0; c < outputs; c++)
                gaussian[i, c] = stream.NextGaussianPair().First;
        }

        var inSpan = Solve(points, Predict(points, gaussian));
        if (inSpan.Rank >= points.Dimension)
            throw new ArgumentException(
                $"The points must be of a rank below their dimension {points.Dimension}, but have full rank, so that nothing "
                    + "but 0 is in the null space; take fewer points.",
                nameof(points)
            );
        double squares = 0;
        for (var i = 0; i < points.Dimension; i++)
        for (var c = 0; c < outputs; c++)
        {
            gaussian[i, c] -= inSpan.Coefficients[i, c];
            squares += gaussian[i, c] * gaussian[i, c];
        }

        for (var i = 0; i < points.Dimension; i++)
        for (var c = 0; c < outputs; c++)
            gaussian[i, c] *= norm / Math.Sqrt(squares);
        return gaussian;
    }

    // Products of points that overflow, or are rounded to 0, leave nothing of the points.
    private static void CheckSquares(Tensor x, Tensor square)
    {
        var largest = x.abs().max().item<double>();
        var diagonal = square.diagonal().max().item<double>();
        if (!double.IsFinite(diagonal) || (largest > 0 && diagonal < LeastSquare))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The products of the points must be float64 numbers, but their largest value is {largest:G3}, whose square "
                ) + $"{(double.IsFinite(diagonal) ? "is rounded away; multiply" : "overflows; divide")} the points by a constant.",
                "points"
            );
    }

    private static (Tensor Solution, int Rank) ByEigenvalues(Tensor square, Tensor right, double rounding)
    {
        var (values, vectors) = linalg.eigh(square); // ascending
        var threshold = Math.Max(values[-1].item<double>(), 0) * rounding;
        var kept = values.IsAbove(threshold);
        var inverse = where(kept, values.reciprocal(), zeros_like(values));
        return (vectors.matmul(inverse.unsqueeze(1) * vectors.t().matmul(right)), (int)kept.sum().item<long>());
    }

    private static Tensor Factor(Tensor square, double rounding, int eigenLimit, PointSet? rows)
    {
        var (factor, info) = linalg.cholesky_ex(square);
        var largest = square.diagonal().max().item<double>();
        var (pivot, value) = (info.item<int>() - 1, double.NaN);
        if (pivot < 0)
        {
            // A matrix without full rank has a pivot of rounding errors alone, and they are as often positive as negative.
            var pivots = factor.diagonal().Squared();
            pivot = (int)pivots.argmin().item<long>();
            value = pivots[pivot].item<double>();
            if (value > rounding * largest)
                return factor;
            value /= square[pivot, pivot].item<double>();
        }

        var identical = rows?.FindIdentical();
        var remedy = identical is { } pair
            ? $"points {pair.First} and {pair.Second} are identical: remove one of them"
            : "remove duplicate points or constant features";
        throw new NotPositiveDefiniteException(
            $"Beyond {eigenLimit} points and dimensions the points must be of full rank, but pivot {pivot} "
                + $"was within float64's rounding of 0; {remedy}.",
            pivot,
            value,
            identical,
            square.shape[0] * SpectrumPrecision.Unit * largest
        );
    }
}
