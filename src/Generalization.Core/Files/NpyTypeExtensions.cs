using System.Buffers.Binary;

namespace Generalization.Files;

/// <summary>Sizes, words and elements of <see cref="NpyType"/>.</summary>
public static class NpyTypeExtensions
{
    private static readonly string[] Words = ["b1", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"];

    /// <summary>Bytes of an element.</summary>
    /// <param name="type">The type.</param>
    public static int Size(this NpyType type) => Words[(int)type][1] - '0';

    /// <summary>The type by numpy's word without its byte order, for example "f4"; null where it is not read here.</summary>
    internal static NpyType? Named(string word) => Array.IndexOf(Words, word) is >= 0 and var found ? (NpyType)found : null;

    internal static string Word(this NpyType type) => (type.Size() == 1 ? "|" : "<") + Words[(int)type];

    internal static double ReadReal(this NpyType type, ReadOnlySpan<byte> bytes, int index)
    {
        var at = bytes[(index * type.Size())..];
        return type switch
        {
            NpyType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
            NpyType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(at),
            NpyType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(at),
            NpyType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(at),
            _ => type.TryReadWhole(bytes, index)!.Value,
        };
    }

    /// <summary>Null where the element is not a whole number of 64 bits.</summary>
    internal static long? TryReadWhole(this NpyType type, ReadOnlySpan<byte> bytes, int index)
    {
        var at = bytes[(index * type.Size())..];
        return type switch
        {
            NpyType.Bool => at[0] == 0 ? 0 : 1,
            NpyType.UInt8 => at[0],
            NpyType.Int8 => (sbyte)at[0],
            NpyType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            NpyType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(at),
            NpyType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
            NpyType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
            NpyType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(at),
            NpyType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(at) is <= long.MaxValue and var value ? (long)value : null,
            // 2⁶³ itself is beyond int64.
            _ => type.ReadReal(bytes, index) is >= -9223372036854775808.0 and < 9223372036854775808.0 and var real
            && real == Math.Floor(real)
                ? (long)real
                : null,
        };
    }
}
