using System.Buffers.Binary;
using System.Text;

namespace Generalization.Tests.Support;

/// <summary>Makes damaged inputs of whole ones: a few changes each, of bits, bytes, numbers, lengths, words and order.</summary>
internal sealed class Mutator(long seed, params byte[][] seeds)
{
    private static readonly long[] Numbers =
    [
        0,
        1,
        -1,
        127,
        128,
        255,
        256,
        32767,
        65535,
        65536,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        1L << 40,
        long.MaxValue,
        long.MinValue,
    ];
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "null",
            "{}",
            "[]",
            "\"\"",
            "-1",
            "0",
            "1e308",
            "NaN",
            "99999999999999999999",
            "2147483648",
            "true",
            "\"\\ud800\"",
            "\\u0000",
            "\"",
            "{",
            "}",
            "[",
            ",",
            ":",
            "../",
            "\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random random = new(unchecked((int)seed));

    public byte[] Next()
    {
        List<byte> bytes = [.. seeds[random.Next(seeds.Length)]];
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
            Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        // Half of the changes are near the beginning, where headers are.
        var at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Count, 256) : bytes.Count);
        var length = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(8) == 0 ? 4096 : 16));
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                Overwrite(bytes, at, Integer());
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 6:
                bytes.InsertRange(at, Words[random.Next(Words.Length)]);
                break;
            case 7:
                ReplaceWord(bytes, at);
                break;
            default:
                Splice(bytes, at);
                break;
        }
    }

    private byte[] Integer()
    {
        var bytes = new byte[8];
        var value = Numbers[random.Next(Numbers.Length)];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        var width = 1 << random.Next(4);
        return BitConverter.IsLittleEndian && bytes[0] != 0 ? bytes[..width] : bytes[^width..];
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] value)
    {
        for (var i = 0; i < value.Length && at + i < bytes.Count; i++)
            bytes[at + i] = value[i];
    }

    // The number, name or quoted word that begins at or after a place gives way to another.
    private void ReplaceWord(List<byte> bytes, int at)
    {
        while (at < bytes.Count && !IsOfWord(bytes[at]))
            at++;
        var end = at;
        while (end < bytes.Count && IsOfWord(bytes[end]))
            end++;
        bytes.RemoveRange(at, end - at);
        bytes.InsertRange(at, Words[random.Next(Words.Length)]);
    }

    private void Splice(List<byte> bytes, int at)
    {
        var other = seeds[random.Next(seeds.Length)];
        var from = random.Next(other.Length);
        var piece = other.AsSpan(from, Math.Min(other.Length - from, 1 + random.Next(256))).ToArray();
        bytes.RemoveRange(at, Math.Min(piece.Length, bytes.Count - at));
        bytes.InsertRange(at, piece);
    }

    private static bool IsOfWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'+' or (byte)'_';
}
