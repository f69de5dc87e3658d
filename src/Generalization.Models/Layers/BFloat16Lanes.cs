using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Generalization.Models.Layers;

/// <summary>Sixteen bfloat16 values as float32 and back; needs AVX-512.</summary>
internal static unsafe class BFloat16Lanes
{
    public const int Count = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ushort* values) =>
        Avx512F.ShiftLeftLogical(Avx512F.ConvertToVector512UInt32(Vector256.Load(values)), 16).AsSingle();

    /// <summary>Rounds to the nearest, ties to even. A NaN whose last sixteen bits are zero, as all that come of bfloat16 are, stays
    /// one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ushort* target)
    {
        var bits = values.AsUInt32();
        var odd = Avx512F.And(Avx512F.ShiftRightLogical(bits, 16), Vector512.Create(1u));
        var rounded = Avx512F.Add(Avx512F.Add(bits, Vector512.Create(0x7FFFu)), odd);
        Avx512F.ConvertToVector256UInt16(Avx512F.ShiftRightLogical(rounded, 16)).Store(target);
    }
}
