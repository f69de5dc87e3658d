namespace Generalization.Models;

/// <summary>The unevaluated sum of two float64 numbers, about 106 bits (Dekker, 1971).</summary>
/// <remarks>Tells what the function of rounded weights is, so that each weight makes up for the rounding of those before it.</remarks>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static explicit operator double(DoubleDouble value) => value.High;

    /// <summary>a − b without error.</summary>
    public static DoubleDouble Difference(double a, double b) => TwoSum(a, -b);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var high = TwoSum(a.High, b.High);
        var low = TwoSum(a.Low, b.Low);
        var sum = QuickTwoSum(high.High, high.Low + low.High);
        return QuickTwoSum(sum.High, sum.Low + low.Low);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = a.High * b.High;
        var error = Math.FusedMultiplyAdd(a.High, b.High, -product);
        return QuickTwoSum(product, error + (a.High * b.Low + a.Low * b.High));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var first = a.High / b.High;
        var rest = a - b * first;
        return QuickTwoSum(first, rest.High / b.High);
    }

    private static DoubleDouble TwoSum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return new DoubleDouble(sum, (a - (sum - part)) + (b - part));
    }

    private static DoubleDouble QuickTwoSum(double large, double small)
    {
        var sum = large + small;
        return new DoubleDouble(sum, small - (sum - large));
    }
}
