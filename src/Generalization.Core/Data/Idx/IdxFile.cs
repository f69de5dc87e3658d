using System.Buffers.Binary;
using System.IO.Compression;
using Generalization.Data.Archives;
using Generalization.Files;

namespace Generalization.Data.Idx;

/// <summary>Reads and writes IDX files of uint8, plain or gzip: the format of MNIST, Fashion-MNIST and KMNIST.</summary>
/// <remarks>Two zero bytes, the type (8 for uint8), the number of dimensions, each dimension as big-endian int32, the values.</remarks>
public static class IdxFile
{
    private const int UInt8Type = 8;

    // Deflate can make a thousand bytes of one; pictures make five or ten.
    private const long FreelyDecompressed = 64 << 20,
        MostRatio = 100;

    internal const string OwnRemedy = "Replace the file by a whole copy, or make it anew.";

    /// <summary>Reads a file; one whose name ends in .gz is decompressed, of one member or several.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">How many dimensions it must have, in [1, 255].</param>
    /// <returns>The sizes and the values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of dimensions is not in [1, 255].</exception>
    /// <exception cref="DatasetFormatException">The magic, the number of dimensions, a size or the length is wrong, or the gzip is
    /// corrupt, or more than 64 MiB and a hundred times the compressed file.</exception>
    /// <exception cref="IOException">The file cannot be read, or is no regular file.</exception>
    public static (int[] Sizes, byte[] Values) Read(string path, int dimensions) => Read(path, dimensions, OwnRemedy);

    internal static (int[] Sizes, byte[] Values) Read(string path, int dimensions, string remedy)
    {
        if (dimensions is < 1 or > byte.MaxValue)
            throw new ArgumentOutOfRangeException(
                nameof(dimensions),
                $"The number of dimensions must lie in [1, {byte.MaxValue}], but was {dimensions}."
            );
        using var file = RegularFile.OpenRead(path);
        return Read(file, path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), dimensions, remedy);
    }

    internal static (int[] Sizes, byte[] Values) Read(Stream file, string name, bool compressed, int dimensions, string remedy)
    {
        if (!compressed)
            return ReadContent(file, name, dimensions, file.Length, Array.MaxLength, remedy);
        using var gzip = new GzipContent(file, name, remedy);
        return ReadContent(gzip, name, dimensions, null, Math.Max(FreelyDecompressed, MostRatio * file.Length), remedy);
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

    private static (int[] Sizes, byte[] Values) ReadContent(
        Stream content,
        string name,
        int dimensions,
        long? length,
        long most,
        string remedy
    )
    {
        long at = 0;
        var header = new byte[4 + 4 * dimensions];
        Fill(header.AsSpan(0, 4), "the magic");
        var magic = BinaryPrimitives.ReadInt32BigEndian(header);
        var wanted = (UInt8Type << 8) | dimensions;
        if (magic != wanted)
            throw Wrong(0, FormattableString.Invariant($"the IDX magic 0x{wanted:x8}"), FormattableString.Invariant($"0x{magic:x8}"));
        Fill(header.AsSpan(4), "the sizes");
        var sizes = new int[dimensions];
        long product = 1;
        for (var i = 0; i < dimensions; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * i));
            if (sizes[i] < 1)
                throw Wrong(4 + 4 * i, "a size of at least 1", $"{sizes[i]}");
            product = Math.Min(product * sizes[i], long.MaxValue / int.MaxValue);
        }

        if (product > Array.MaxLength)
            throw Wrong(4, $"at most {Array.MaxLength} values", $"sizes {string.Join(" × ", sizes)}");
        if (product > most)
            throw new DatasetFormatException(
                name,
                4,
                FormattableString.Invariant(
                    $"at most {most:N0} values, {MostRatio} times the compressed file or {FreelyDecompressed:N0}, whichever is more"
                ),
                $"sizes {string.Join(" × ", sizes)}",
                remedy: "Decompress the file yourself if you trust it; a plain one is read whatever its size."
            );
        if (length is { } actual && actual != header.Length + product)
            throw Wrong(Math.Min(actual, header.Length + product), $"a length of {header.Length + product} bytes", $"{actual} bytes");

        var values = GC.AllocateUninitializedArray<byte>((int)product);
        Fill(values, $"{product} values");
        if (content.ReadByte() != -1)
            throw Wrong(at, "the end of the file", "more bytes");
        return (sizes, values);

        void Fill(Span<byte> target, string what)
        {
            while (target.Length > 0)
            {
                var read = content.Read(target);
                if (read == 0)
                    throw Wrong(at, what, "the end of the file");
                target = target[read..];
                at += read;
            }
        }

        DatasetFormatException Wrong(long offset, string expected, string found) => new(name, offset, expected, found, remedy: remedy);
    }
}
