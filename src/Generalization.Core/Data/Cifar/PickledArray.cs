using System.Runtime.InteropServices;

namespace Generalization.Data.Cifar;

/// <summary>A numpy array as it lies in a pickle.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Type">Its dtype, for example "u1"; more than one byte has the low one first.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record PickledArray(long[] Shape, string Type, byte[] Bytes)
{
    /// <summary>Its content as whole or real numbers (long or double); null where it has not so many, or is of another type.</summary>
    public object[]? Numbers(long count)
    {
        object[]? numbers = Type.TrimStart('|', '<') switch
        {
            "u1" => [.. Bytes.Select(b => (object)(long)b)],
            "i1" => [.. Bytes.Select(b => (object)(long)(sbyte)b)],
            "u2" => As<ushort>(v => (long)v),
            "i2" => As<short>(v => (long)v),
            "u4" => As<uint>(v => (long)v),
            "i4" => As<int>(v => (long)v),
            "i8" => As<long>(v => v),
            "u8" => As<ulong>(v => v <= long.MaxValue ? (long)v : (double)v),
            "f2" => As<Half>(v => (double)v),
            "f4" => As<float>(v => (double)v),
            "f8" => As<double>(v => v),
            "b1" => [.. Bytes.Select(b => (object)(b != 0 ? 1L : 0L))],
            _ => null,
        };
        return numbers?.LongLength == count ? numbers : null;
    }

    private object[]? As<T>(Func<T, object> number)
        where T : unmanaged =>
        Bytes.Length % Marshal.SizeOf<T>() == 0 ? [.. MemoryMarshal.Cast<byte, T>(Bytes).ToArray().Select(number)] : null;
}
