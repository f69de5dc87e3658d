using System.Runtime.CompilerServices;

namespace Generalization.Models.FiniteSample;

/// <summary>The unevaluated sum of two float64 numbers, about 106 bits (Dekker, 1971).</summary>
/// <remarks>Tells what the function of rounded weights is, so that each weight makes up for the rounding of those before it. Sums are right
/// to 2⁻¹⁰⁵ of their terms, not of themselves: a recursion that waits for each of them has no use for more.</remarks>
internal readonly record struct DoubleDouble(double High, double Low)
{
    /// <summary>a − b without error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Difference(double a, double b) => TwoSum(a, -b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble a, double b)
    {
        var sum = TwoSum(a.High, b);
        return QuickTwoSum(sum.High, sum.Low + a.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b)
    {
        var high = TwoSum(a.High, -b.High);
        return QuickTwoSum(high.High, high.Low + (a.Low - b.Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = a.High * b.High;
        var error = Math.FusedMultiplyAdd(a.High, b.High, -product);
        return QuickTwoSum(product, error + (a.High * b.Low + a.Low * b.High));
    }

    /// <summary>a/b in float64, and what it leaves of a, a − quotient · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Quotient, double Remainder) Divide(DoubleDouble a, DoubleDouble b)
    {
        // One division by b, for which no one waits, and a step of Newton's instead of a division by what is known last.
        var inverse = 1 / b.High;
        var rough = a.High * inverse;
        var quotient = Math.FusedMultiplyAdd(Remainder(a, b, rough), inverse, rough);
        return (quotient, Remainder(a, b, quotient));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Remainder(DoubleDouble a, DoubleDouble b, double quotient) =>
        Math.FusedMultiplyAdd(-quotient, b.High, a.High) + Math.FusedMultiplyAdd(-quotient, b.Low, a.Low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble TwoSum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return new DoubleDouble(sum, (a - (sum - part)) + (b - part));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble QuickTwoSum(double large, double small)
    {
        var sum = large + small;
        return new DoubleDouble(sum, small - (sum - large));
    }
}
