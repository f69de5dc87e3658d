using System.Buffers.Binary;

namespace Generalization.Data.Archives;

/// <summary>The checksum of gzip: the remainder of division by the polynomial 0xEDB88320, bits reflected.</summary>
internal static class Crc32
{
    private const int Slices = 8;

    // Table s holds what a byte does to the sum when s bytes follow it: eight bytes are then eight independent looks.
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The sum of what came before and these bytes; 0 before the first.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        var t = Tables;
        sum = ~sum;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var low = sum ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            sum =
                t[7][(byte)low]
                ^ t[6][(byte)(low >> 8)]
                ^ t[5][(byte)(low >> 16)]
                ^ t[4][low >> 24]
                ^ t[3][(byte)high]
                ^ t[2][(byte)(high >> 8)]
                ^ t[1][(byte)(high >> 16)]
                ^ t[0][high >> 24];
        }

        foreach (var b in bytes)
            sum = t[0][(byte)(sum ^ b)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        for (var s = 0; s < Slices; s++)
        {
            tables[s] = new uint[256];
            for (uint b = 0; b < 256; b++)
            {
                var sum = s == 0 ? b : tables[s - 1][b];
                for (var bit = 0; bit < 8; bit++)
                    sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
                tables[s][b] = sum;
            }
        }

        return tables;
    }
}
