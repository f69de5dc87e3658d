using System.Globalization;

namespace Generalization.Kernels.Solvers;

/// <summary>Powers of two that targets are divided by before they are solved for, so that squares and float32 copies neither overflow nor
/// vanish; exact, so that no bit of a solution changes but its exponent.</summary>
/// <remarks>A column for itself. One whose largest value lies within 2^±60, as all ordinary ones do, is left as it is.</remarks>
internal sealed class TargetScale
{
    /// <summary>The sizes, as powers of two, between which a column's largest value may lie: beyond them its coefficients would not be
    /// float64 numbers of full precision.</summary>
    public const int MostExponent = 900;

    private const int Ordinary = 60;
    private readonly int[] exponents;

    private TargetScale(int[] exponents) => this.exponents = exponents;

    /// <summary>Whether nothing is divided.</summary>
    public bool IsNone => exponents.All(e => e == 0);

    /// <summary>The scales of targets, (n, c).</summary>
    public static TargetScale Of(double[,] targets) =>
        new([.. Enumerable.Range(0, targets.GetLength(1)).Select(c => ExponentOf(Largest(targets, c)))]);

    /// <summary>The largest |value| of a column.</summary>
    public static double Largest(double[,] values, int column)
    {
        double largest = 0;
        for (var i = 0; i < values.GetLength(0); i++)
            largest = Math.Max(largest, Math.Abs(values[i, column]));
        return largest;
    }

    /// <summary>The power of two that numbers of a size are divided by before they are squared; 0 for ordinary ones.</summary>
    public static int ExponentOf(double largest) =>
        largest > 0 && double.IsFinite(largest) && Math.Abs(Math.ILogB(largest)) > Ordinary ? Math.ILogB(largest) : 0;

    /// <summary>√Σv² of numbers of any size.</summary>
    public static double Norm(IReadOnlyCollection<double> values)
    {
        var exponent = ExponentOf(values.Count == 0 ? 0 : values.Max(Math.Abs));
        return Math.ScaleB(Math.Sqrt(values.Sum(v => Math.ScaleB(v, -exponent) * Math.ScaleB(v, -exponent))), exponent);
    }

    /// <summary>Targets divided by their scales; themselves where there is nothing to divide.</summary>
    public double[,] Divide(double[,] targets) => Scaled(targets, -1);

    /// <summary>What is linear in targets, multiplied by their scales.</summary>
    public double[,] Multiply(double[,] values) => Scaled(values, 1);

    /// <summary>The solution for the targets from that for the divided ones.</summary>
    /// <exception cref="ArgumentException">A coefficient is beyond float64.</exception>
    public KernelSolution Multiply(KernelSolution solution)
    {
        if (IsNone)
            return solution;
        var coefficients = Multiply(solution.Coefficients);
        for (var c = 0; c < exponents.Length; c++)
            if (!double.IsFinite(Largest(coefficients, c)))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Targets must be so small that the coefficients are float64 numbers, but those of column {c} are not; divide the "
                            + $"targets by a constant."
                    )
                );
        return new KernelSolution(
            [.. solution.NormPerOutput.Select((n, c) => Math.ScaleB(n, exponents[c]))],
            coefficients,
            solution.Iterations,
            solution.ResidualHistory
        );
    }

    private double[,] Scaled(double[,] values, int sign)
    {
        if (IsNone)
            return values;
        var scaled = new double[values.GetLength(0), values.GetLength(1)];
        for (var i = 0; i < scaled.GetLength(0); i++)
        for (var c = 0; c < scaled.GetLength(1); c++)
            scaled[i, c] = Math.ScaleB(values[i, c], sign * exponents[c]);
        return scaled;
    }
}
