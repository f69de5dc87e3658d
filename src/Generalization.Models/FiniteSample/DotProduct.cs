using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Generalization.Models.FiniteSample;

/// <summary>⟨a, z⟩ in float64 of a point in its own type, always in the same order: four sums of four lanes each, without fused
/// products.</summary>
/// <remarks>Vectors of fixed width and separate products and sums give the same bits on every platform.</remarks>
internal static class DotProduct
{
    private const int Step = 16;

    /// <summary>Σ aⱼ zⱼ, or Σ |aⱼ zⱼ|, which bounds the rounding error of the former.</summary>
    // Compiled at its best from the first call on: a fit makes only a few.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of<T>(ReadOnlySpan<double> direction, ReadOnlySpan<T> point, bool absolute = false)
        where T : unmanaged
    {
        Vector256<double> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default;
        var i = 0;
        for (; i <= point.Length - Step; i += Step)
        {
            var (z0, z1, z2, z3) = Load(point, i);
            var (p0, p1, p2, p3) = (
                z0 * Vector(direction, i),
                z1 * Vector(direction, i + 4),
                z2 * Vector(direction, i + 8),
                z3 * Vector(direction, i + 12)
            );
            if (absolute)
                (p0, p1, p2, p3) = (Vector256.Abs(p0), Vector256.Abs(p1), Vector256.Abs(p2), Vector256.Abs(p3));
            (s0, s1, s2, s3) = (s0 + p0, s1 + p1, s2 + p2, s3 + p3);
        }

        var sum = Vector256.Sum((s0 + s1) + (s2 + s3));
        for (; i < point.Length; i++)
        {
            var product = direction[i] * Value(point[i]);
            sum += absolute ? Math.Abs(product) : product;
        }

        return sum;
    }

    /// <summary>One value as float64; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Value<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(byte) ? (byte)(object)value
        : typeof(T) == typeof(float) ? (float)(object)value
        : (double)(object)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Vector(ReadOnlySpan<double> values, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double>, Vector256<double>, Vector256<double>, Vector256<double>) Load<T>(ReadOnlySpan<T> point, int at)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            var doubles = MemoryMarshal.Cast<T, double>(point);
            return (Vector(doubles, at), Vector(doubles, at + 4), Vector(doubles, at + 8), Vector(doubles, at + 12));
        }

        if (typeof(T) == typeof(float))
        {
            ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, float>(point));
            return Widen(Vector256.LoadUnsafe(ref first, (nuint)at), Vector256.LoadUnsafe(ref first, (nuint)at + 8));
        }

        var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<T, byte>(point)), (nuint)at);
        var (low, high) = Vector128.Widen(bytes);
        var (a, b) = Vector256.Widen(Vector256.Create(low, high));
        return Widen(Vector256.ConvertToSingle(a.AsInt32()), Vector256.ConvertToSingle(b.AsInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double>, Vector256<double>, Vector256<double>, Vector256<double>) Widen(
        Vector256<float> low,
        Vector256<float> high
    )
    {
        var (a, b) = Vector256.Widen(low);
        var (c, d) = Vector256.Widen(high);
        return (a, b, c, d);
    }
}
