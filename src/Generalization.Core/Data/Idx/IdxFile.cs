using System.Buffers.Binary;
using System.IO.Compression;
using Generalization.Files;

namespace Generalization.Data.Idx;

/// <summary>Reads and writes IDX files of uint8, plain or gzip: the format of MNIST, Fashion-MNIST and KMNIST.</summary>
/// <remarks>Two zero bytes, the type (8 for uint8), the number of dimensions, each dimension as big-endian int32, the values.</remarks>
public static class IdxFile
{
    private const int UInt8Type = 8;

    /// <summary>Reads a file; one whose name ends in .gz is decompressed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">How many dimensions it must have.</param>
    /// <returns>The sizes and the values.</returns>
    /// <exception cref="DatasetFormatException">The magic, the number of dimensions, a size or the length is wrong, or the gzip is
    /// corrupt.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (int[] Sizes, byte[] Values) Read(string path, int dimensions)
    {
        using var file = File.OpenRead(path);
        return Read(file, path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), dimensions);
    }

    internal static (int[] Sizes, byte[] Values) Read(Stream file, string name, bool compressed, int dimensions)
    {
        if (!compressed)
            return ReadContent(file, name, dimensions, file.Length);
        var statedLength = CheckGzip(file, name);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        var content = ReadContent(gzip, name, dimensions, null);
        // GZipStream checks a trailer that is whole and passes over one that is cut.
        var length = (uint)(4 + 4 * dimensions + content.Values.Length);
        if (statedLength != length)
            throw new DatasetFormatException(name, length, $"a gzip trailer that states {length} bytes", $"{statedLength}");
        return content;
    }

    /// <summary>Writes a gzip-compressed file, aside first and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sizes">The sizes, whose product is the number of values.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public static void WriteGzip(string path, ReadOnlySpan<int> sizes, ReadOnlySpan<byte> values)
    {
        long product = 1;
        foreach (var size in sizes)
            product *= size;
        if (product != values.Length)
            throw new ArgumentException($"The sizes ask for {product} values, but {values.Length} were given.", nameof(values));
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var header = new byte[4 + 4 * sizes.Length];
            (header[2], header[3]) = (UInt8Type, (byte)sizes.Length);
            for (var i = 0; i < sizes.Length; i++)
                BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), sizes[i]);
            gzip.Write(header);
            gzip.Write(values);
        }

        WholeFile.Write(path, file.GetBuffer().AsSpan(0, (int)file.Length));
    }

    private static (int[] Sizes, byte[] Values) ReadContent(Stream content, string name, int dimensions, long? length)
    {
        long at = 0;
        var header = new byte[4 + 4 * dimensions];
        Fill(header.AsSpan(0, 4), "the magic");
        var magic = BinaryPrimitives.ReadInt32BigEndian(header);
        var wanted = (UInt8Type << 8) | dimensions;
        if (magic != wanted)
            throw new DatasetFormatException(
                name,
                0,
                FormattableString.Invariant($"the IDX magic 0x{wanted:x8}"),
                FormattableString.Invariant($"0x{magic:x8}")
            );
        Fill(header.AsSpan(4), "the sizes");
        var sizes = new int[dimensions];
        long product = 1;
        for (var i = 0; i < dimensions; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * i));
            if (sizes[i] < 1)
                throw new DatasetFormatException(name, 4 + 4 * i, "a size of at least 1", $"{sizes[i]}");
            product = Math.Min(product * sizes[i], long.MaxValue / int.MaxValue);
        }

        if (product > Array.MaxLength)
            throw new DatasetFormatException(name, 4, $"at most {Array.MaxLength} values", $"sizes {string.Join(" × ", sizes)}");
        if (length is { } actual && actual != header.Length + product)
            throw new DatasetFormatException(
                name,
                Math.Min(actual, header.Length + product),
                $"a length of {header.Length + product} bytes",
                $"{actual} bytes"
            );

        var values = GC.AllocateUninitializedArray<byte>((int)product);
        Fill(values, $"{product} values");
        if (Step(() => content.ReadByte()) != -1)
            throw new DatasetFormatException(name, at, "the end of the file", "more bytes");
        return (sizes, values);

        void Fill(Span<byte> target, string what)
        {
            while (target.Length > 0)
            {
                int read;
                try
                {
                    read = content.Read(target);
                }
                catch (InvalidDataException e)
                {
                    throw new DatasetFormatException(name, at, $"intact gzip data for {what}", "corrupt data", e);
                }
                if (read == 0)
                    throw new DatasetFormatException(name, at, what, "the end of the file");
                target = target[read..];
                at += read;
            }
        }

        int Step(Func<int> read)
        {
            try
            {
                return read();
            }
            catch (InvalidDataException e)
            {
                throw new DatasetFormatException(name, at, "the end of intact gzip data", "corrupt data", e);
            }
        }
    }

    private static uint CheckGzip(Stream file, string name)
    {
        const int smallest = 18,
            trailerLength = 4;
        if (file.Length < smallest || file.ReadByte() != 0x1f || file.ReadByte() != 0x8b)
            throw new DatasetFormatException(
                name,
                0,
                "the gzip magic 1f 8b",
                file.Length < smallest ? $"a file of {file.Length} bytes" : "other bytes"
            );
        Span<byte> trailer = stackalloc byte[trailerLength];
        file.Position = file.Length - trailerLength;
        file.ReadExactly(trailer);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }
}
