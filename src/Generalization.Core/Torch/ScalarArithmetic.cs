using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>Arithmetic of a tensor x and a number a. The number stays alive until the operation has returned.</summary>
/// <remarks>
/// <para>TorchSharp reads a scalar's handle and drops the scalar. When a garbage collection in another thread then finalizes it, libtorch
/// reads freed memory, and throws or computes with another number. This also happens to scalars that TorchSharp makes itself: the factor 1
/// of a second summand, the exponent 2 of a square, the numbers of a script function.</para>
/// <para>A test reads the libraries' instructions and finds every other scalar. Numbers are integral where tensors may be, since libtorch's
/// types follow them.</para>
/// </remarks>
public static class ScalarArithmetic
{
    private static readonly Scalar One = 1,
        Two = 2;

    /// <summary>a·x.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="factor">a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Times(this Tensor x, double factor)
    {
        using Scalar a = factor;
        return x.mul(a);
    }

    /// <summary>x ← a·x.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="factor">a.</param>
    /// <returns>x itself.</returns>
    public static Tensor TimesInPlace(this Tensor x, double factor)
    {
        using Scalar a = factor;
        return x.mul_(a);
    }

    /// <summary>x / a.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="divisor">a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor DividedBy(this Tensor x, double divisor)
    {
        using Scalar a = divisor;
        return x.div(a);
    }

    /// <summary>x ← x / a.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="divisor">a.</param>
    /// <returns>x itself.</returns>
    public static Tensor DividedByInPlace(this Tensor x, double divisor)
    {
        using Scalar a = divisor;
        return x.div_(a);
    }

    /// <summary>x mod a, of a's sign.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="divisor">a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Remainder(this Tensor x, double divisor)
    {
        using Scalar a = divisor;
        return x.remainder(a);
    }

    /// <summary>x + a.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="summand">a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Plus(this Tensor x, double summand)
    {
        using Scalar a = summand;
        return x.add(a, One);
    }

    /// <summary>x + y.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="y">y, of a shape that fits x.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + a·y.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="y">y, of a shape that fits x.</param>
    /// <param name="factor">a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Plus(this Tensor x, Tensor y, double factor)
    {
        using Scalar a = factor;
        return x.add(y, a);
    }

    /// <summary>x ← x + a.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="summand">a.</param>
    /// <returns>x itself.</returns>
    public static Tensor PlusInPlace(this Tensor x, double summand)
    {
        using Scalar a = summand;
        return x.add_(a, One);
    }

    /// <summary>x ← x + y.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="y">y, of a shape that fits x.</param>
    /// <returns>x itself.</returns>
    public static Tensor PlusInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x ← x + a·y.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="y">y, of a shape that fits x.</param>
    /// <param name="factor">a.</param>
    /// <returns>x itself.</returns>
    public static Tensor PlusInPlace(this Tensor x, Tensor y, double factor)
    {
        using Scalar a = factor;
        return x.add_(y, a);
    }

    /// <summary>x − a.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="subtrahend">a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Minus(this Tensor x, double subtrahend)
    {
        using Scalar a = subtrahend;
        return x.sub(a);
    }

    /// <summary>x².</summary>
    /// <param name="x">x, of any shape.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Squared(this Tensor x) => x.pow(Two);

    /// <summary>x ← xⁿ.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="exponent">n.</param>
    /// <returns>x itself.</returns>
    public static Tensor PowerInPlace(this Tensor x, int exponent)
    {
        using Scalar n = exponent;
        return x.pow_(n);
    }

    /// <summary>max(x, a).</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="least">a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor AtLeast(this Tensor x, double least)
    {
        using Scalar a = least;
        return x.clamp_min(a);
    }

    /// <summary>x ← max(x, a).</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="least">a.</param>
    /// <returns>x itself.</returns>
    public static Tensor AtLeastInPlace(this Tensor x, double least)
    {
        using Scalar a = least;
        return x.clamp_min_(a);
    }

    /// <summary>x ← min(x, a).</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="most">a.</param>
    /// <returns>x itself.</returns>
    public static Tensor AtMostInPlace(this Tensor x, double most)
    {
        using Scalar a = most;
        return x.clamp_max_(a);
    }

    /// <summary>min(max(x, a), b).</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="least">a.</param>
    /// <param name="most">b, at least a.</param>
    /// <returns>A new tensor; the caller's.</returns>
    public static Tensor Between(this Tensor x, double least, double most)
    {
        using Scalar a = least,
            b = most;
        return x.clamp(a, b);
    }

    /// <summary>x ← min(max(x, a), b).</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="least">a.</param>
    /// <param name="most">b, at least a.</param>
    /// <returns>x itself.</returns>
    public static Tensor BetweenInPlace(this Tensor x, double least, double most)
    {
        using Scalar a = least,
            b = most;
        return x.clamp_(a, b);
    }

    /// <summary>x ← a.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="value">a.</param>
    /// <returns>x itself.</returns>
    public static Tensor FillInPlace(this Tensor x, double value)
    {
        using Scalar a = value;
        return x.fill_(a);
    }

    /// <summary>x = a, of booleans; exact also where x is integral.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="value">a.</param>
    /// <returns>Of x's shape, of booleans; the caller's.</returns>
    public static Tensor IsEqualTo(this Tensor x, long value)
    {
        using Scalar a = value;
        return x.eq(a);
    }

    /// <summary>x &gt; a, of booleans.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="value">a.</param>
    /// <returns>Of x's shape, of booleans; the caller's.</returns>
    public static Tensor IsAbove(this Tensor x, double value)
    {
        using Scalar a = value;
        return x.gt(a);
    }

    /// <summary>x ≥ a, of booleans.</summary>
    /// <param name="x">x, of any shape.</param>
    /// <param name="value">a.</param>
    /// <returns>Of x's shape, of booleans; the caller's.</returns>
    public static Tensor IsAtLeast(this Tensor x, double value)
    {
        using Scalar a = value;
        return x.ge(a);
    }

    /// <summary>Runs a script function of lists of tensors and two numbers.</summary>
    /// <param name="script">The compiled script.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="lists">Its lists of tensors, in order.</param>
    /// <param name="first">Its first number.</param>
    /// <param name="second">Its second number.</param>
    public static void Run(this jit.CompilationUnit script, string function, Tensor[][] lists, double first, double second)
    {
        using Scalar a = first,
            b = second;
        script.invoke(function, [.. lists, a, b]);
    }
}
