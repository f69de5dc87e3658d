using System.Globalization;
using System.Runtime.CompilerServices;

namespace Generalization.Models.FiniteSample;

/// <summary>Theorem 1's triangular system in O(n): the function is piecewise linear, and each weight is a change of slope.</summary>
/// <remarks>
/// <para>With s the slope before bⱼ, wⱼ (xⱼ − bⱼ) = yⱼ − c(xⱼ₋₁) − s (xⱼ − xⱼ₋₁), what would be missing at xⱼ if s went on: second
/// differences, forward.</para>
/// <para>c and s are those of the rounded weights so far, in twice float64's precision, so each weight makes up for the rounding of the
/// ones before it: what is left at xⱼ is about 2⁻⁵³ |wⱼ| (xⱼ − bⱼ). c(xⱼ) is kept as yⱼ and that rest, which the division leaves.</para>
/// <para>A block may be closed: one more threshold at its last point takes the slope back to 0, so that no slope is carried past it.</para>
/// </remarks>
internal sealed class SlopeRecursion
{
    private SlopeRecursion(double[] thresholds, double[] targets, int outputs, int[] closed)
    {
        (Thresholds, Targets, Outputs, Closed) = (thresholds, targets, outputs, closed);
        (Weights, After) = (new double[targets.Length], new double[targets.Length]);
        Closing = new double[closed.Length * outputs];
        Lowest = new double[(closed.Length + 1) * outputs];
    }

    /// <summary>b₁ … bₙ, bⱼ in (xⱼ₋₁, xⱼ).</summary>
    public double[] Thresholds { get; }

    /// <summary>y in the order of the projections, (n, c).</summary>
    public double[] Targets { get; }

    public int Outputs { get; }

    /// <summary>The last point of each closed block.</summary>
    public int[] Closed { get; }

    /// <summary>w, (n, c).</summary>
    public double[] Weights { get; }

    /// <summary>The slope after each threshold, (n, c).</summary>
    public double[] After { get; }

    /// <summary>The weights of the closing thresholds, (blocks, c).</summary>
    public double[] Closing { get; }

    /// <summary>The least value of the function up to the end of each block and of the last, at most 0, (blocks + 1, c).</summary>
    public double[] Lowest { get; }

    /// <summary>The largest |c(xᵢ) − yᵢ| of the weights as they are, rounded, in exact arithmetic; not finite where a weight left float64's
    /// range.</summary>
    public double Error { get; private set; }

    public static SlopeRecursion Solve(double[] x, double[] targets, int outputs, double[] thresholds, int[] closed)
    {
        var result = new SlopeRecursion(thresholds, targets, outputs, closed);
        for (var o = 0; o < outputs; o++)
            result.SolveOutput(x, o);
        return result;
    }

    /// <exception cref="ArgumentException">A weight is beyond float64's range.</exception>
    public void ThrowIfNotFinite()
    {
        if (!double.IsFinite(Error))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Targets must leave the weights within float64's range, but with targets up to "
                        + $"{EvidenceFigures.Largest(Targets):G3} in size one was not finite; make the targets smaller."
                ),
                "targets"
            );
    }

    /// <summary>The slope before a threshold. After a closed block it is 0, but for what rounding its closing weight leaves.</summary>
    public double Before(int point, int output) =>
        point == 0 || (Closed.Length > 0 && Array.BinarySearch(Closed, point - 1) >= 0) ? 0 : After[(point - 1) * Outputs + output];

    // Compiled at its best from the first call on: a fit makes one for each output.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveOutput(double[] x, int output)
    {
        var (thresholds, targets, weights, after) = (Thresholds, Targets, Weights, After);
        DoubleDouble slope = default;
        double rest = 0,
            lowest = 0,
            largest = 0,
            xBefore = thresholds[0],
            yBefore = 0;
        var block = 0;
        for (var j = 0; j < x.Length; j++)
        {
            var at = j * Outputs + output;
            lowest = Math.Min(lowest, yBefore + slope.High * (thresholds[j] - xBefore));
            var missing = DoubleDouble.Difference(targets[at], yBefore) + rest - slope * DoubleDouble.Difference(x[j], xBefore);
            (weights[at], rest) = DoubleDouble.Divide(missing, DoubleDouble.Difference(x[j], thresholds[j]));
            slope += weights[at];
            after[at] = slope.High;
            (xBefore, yBefore) = (x[j], targets[at]);
            lowest = Math.Min(lowest, yBefore);
            largest = Math.Max(largest, Math.Abs(rest));
            if (block == Closed.Length || Closed[block] != j)
                continue;
            Closing[block * Outputs + output] = -slope.High;
            slope = new DoubleDouble(slope.Low, 0);
            Lowest[block++ * Outputs + output] = lowest;
        }

        Lowest[block * Outputs + output] = lowest;
        Error = Math.Max(Error, largest);
    }
}
