namespace Generalization.Models;

/// <summary>Theorem 1's triangular system in O(n): the function is piecewise linear, and each weight is a change of slope.</summary>
/// <remarks>
/// <para>With s the slope before bⱼ, c(bⱼ) = c(xⱼ₋₁) + s (bⱼ − xⱼ₋₁), and sⱼ = (yⱼ − c(bⱼ))/(xⱼ − bⱼ), wⱼ = sⱼ − s: second differences, forward.</para>
/// <para>c and s are those of the rounded weights so far, in twice float64's precision, so each weight makes up for the rounding of the ones before it:
/// what is left at xⱼ is about 2⁻⁵³ |wⱼ| (xⱼ − bⱼ).</para>
/// <para>A block may be closed: one more threshold at its last point takes the slope back to 0, so that no slope is carried past it.</para>
/// </remarks>
internal sealed class SlopeRecursion
{
    private SlopeRecursion(double[] thresholds, double[] targets, int outputs, int[] closed)
    {
        (Thresholds, Targets, Outputs, Closed) = (thresholds, targets, outputs, closed);
        (Weights, Before, After) = (new double[targets.Length], new double[targets.Length], new double[targets.Length]);
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

    /// <summary>The slope before each threshold and after it, (n, c).</summary>
    public double[] Before { get; }

    /// <inheritdoc cref="Before"/>
    public double[] After { get; }

    /// <summary>The weights of the closing thresholds, (blocks, c).</summary>
    public double[] Closing { get; }

    /// <summary>The least value of the function up to the end of each block and of the last, at most 0, (blocks + 1, c).</summary>
    public double[] Lowest { get; }

    /// <summary>The largest |c(xᵢ) − yᵢ| of the weights as they are, rounded, in exact arithmetic.</summary>
    public double Error { get; private set; }

    public static SlopeRecursion Solve(double[] x, double[] targets, int outputs, double[] thresholds, int[] closed)
    {
        var result = new SlopeRecursion(thresholds, targets, outputs, closed);
        for (var o = 0; o < outputs; o++) result.SolveOutput(x, o);
        return result;
    }

    private void SolveOutput(double[] x, int output)
    {
        DoubleDouble slope = 0, value = 0;
        var lowest = 0.0;
        var block = 0;
        for (var j = 0; j < x.Length; j++)
        {
            var at = j * Outputs + output;
            var b = Thresholds[j];
            var length = DoubleDouble.Difference(x[j], b);
            value += slope * DoubleDouble.Difference(b, j == 0 ? b : x[j - 1]);
            lowest = Math.Min(lowest, value.High);
            Before[at] = slope.High;
            Weights[at] = ((Targets[at] - value) / length - slope).High;
            slope += Weights[at];
            After[at] = slope.High;
            value += slope * length;
            lowest = Math.Min(lowest, value.High);
            Error = Math.Max(Error, Math.Abs((value - Targets[at]).High));
            if (block == Closed.Length || Closed[block] != j) continue;
            Closing[block * Outputs + output] = -slope.High;
            slope -= slope.High;
            Lowest[block++ * Outputs + output] = lowest;
        }

        Lowest[block * Outputs + output] = lowest;
    }
}
