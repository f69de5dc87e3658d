using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>Arithmetic of tensors and numbers, x and a, in which a number lives until the operation has returned.</summary>
/// <remarks>
/// <para>TorchSharp reads a scalar's handle and lets go of the scalar: when a collection in another thread finalizes it meanwhile, libtorch
/// reads freed memory, and throws or computes with another number. That also befalls scalars that TorchSharp makes itself: the 1 that a
/// second summand is multiplied by, the 2 of a square, a script function's numbers.</para>
/// <para>A test reads the libraries' instructions and finds every other scalar. Numbers are integral where tensors may be, since libtorch's
/// types follow them.</para>
/// </remarks>
internal static class ScalarArithmetic
{
    private static readonly Scalar One = 1,
        Two = 2;

    /// <summary>a·x.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        using Scalar a = factor;
        return x.mul(a);
    }

    /// <summary>x ← a·x.</summary>
    public static Tensor TimesInPlace(this Tensor x, double factor)
    {
        using Scalar a = factor;
        return x.mul_(a);
    }

    /// <summary>x / a.</summary>
    public static Tensor DividedBy(this Tensor x, double divisor)
    {
        using Scalar a = divisor;
        return x.div(a);
    }

    /// <summary>x ← x / a.</summary>
    public static Tensor DividedByInPlace(this Tensor x, double divisor)
    {
        using Scalar a = divisor;
        return x.div_(a);
    }

    /// <summary>x mod a, of a's sign.</summary>
    public static Tensor Remainder(this Tensor x, double divisor)
    {
        using Scalar a = divisor;
        return x.remainder(a);
    }

    /// <summary>x + a.</summary>
    public static Tensor Plus(this Tensor x, double summand)
    {
        using Scalar a = summand;
        return x.add(a, One);
    }

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + a·y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y, double factor)
    {
        using Scalar a = factor;
        return x.add(y, a);
    }

    /// <summary>x ← x + a.</summary>
    public static Tensor PlusInPlace(this Tensor x, double summand)
    {
        using Scalar a = summand;
        return x.add_(a, One);
    }

    /// <summary>x ← x + y.</summary>
    public static Tensor PlusInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x ← x + a·y.</summary>
    public static Tensor PlusInPlace(this Tensor x, Tensor y, double factor)
    {
        using Scalar a = factor;
        return x.add_(y, a);
    }

    /// <summary>x − a.</summary>
    public static Tensor Minus(this Tensor x, double subtrahend)
    {
        using Scalar a = subtrahend;
        return x.sub(a);
    }

    /// <summary>x².</summary>
    public static Tensor Squared(this Tensor x) => x.pow(Two);

    /// <summary>x ← xⁿ.</summary>
    public static Tensor PowerInPlace(this Tensor x, int exponent)
    {
        using Scalar n = exponent;
        return x.pow_(n);
    }

    /// <summary>max(x, a).</summary>
    public static Tensor AtLeast(this Tensor x, double least)
    {
        using Scalar a = least;
        return x.clamp_min(a);
    }

    /// <summary>x ← max(x, a).</summary>
    public static Tensor AtLeastInPlace(this Tensor x, double least)
    {
        using Scalar a = least;
        return x.clamp_min_(a);
    }

    /// <summary>x ← min(x, a).</summary>
    public static Tensor AtMostInPlace(this Tensor x, double most)
    {
        using Scalar a = most;
        return x.clamp_max_(a);
    }

    /// <summary>min(max(x, a), b).</summary>
    public static Tensor Between(this Tensor x, double least, double most)
    {
        using Scalar a = least,
            b = most;
        return x.clamp(a, b);
    }

    /// <summary>x ← min(max(x, a), b).</summary>
    public static Tensor BetweenInPlace(this Tensor x, double least, double most)
    {
        using Scalar a = least,
            b = most;
        return x.clamp_(a, b);
    }

    /// <summary>x ← a.</summary>
    public static Tensor FillInPlace(this Tensor x, double value)
    {
        using Scalar a = value;
        return x.fill_(a);
    }

    /// <summary>x = a, of booleans; exact also where x is integral.</summary>
    public static Tensor IsEqualTo(this Tensor x, long value)
    {
        using Scalar a = value;
        return x.eq(a);
    }

    /// <summary>x &gt; a, of booleans.</summary>
    public static Tensor IsAbove(this Tensor x, double value)
    {
        using Scalar a = value;
        return x.gt(a);
    }

    /// <summary>x ≥ a, of booleans.</summary>
    public static Tensor IsAtLeast(this Tensor x, double value)
    {
        using Scalar a = value;
        return x.ge(a);
    }

    /// <summary>Runs a script function of lists of tensors and two numbers.</summary>
    public static void Run(this jit.CompilationUnit script, string function, Tensor[][] lists, double first, double second)
    {
        using Scalar a = first,
            b = second;
        script.invoke(function, [.. lists, a, b]);
    }
}
