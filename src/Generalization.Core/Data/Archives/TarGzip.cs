using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;

namespace Generalization.Data.Archives;

/// <summary>Reads chosen files out of a .tar.gz, in memory: nothing is unpacked to disk.</summary>
internal static class TarGzip
{
    /// <summary>The wanted files by their names without folders.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="isWanted">Whether a file of this name is read.</param>
    /// <param name="mostBytes">The most bytes that the archive may decompress to.</param>
    /// <exception cref="DatasetFormatException">The archive is corrupt or truncated, decompresses to more, has a header longer than 1 MiB,
    /// names a place outside of itself, or holds links.</exception>
    public static Dictionary<string, byte[]> Read(string path, Func<string, bool> isWanted, long mostBytes)
    {
        using var file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var limited = new LimitedStream(gzip, path, mostBytes);
        using var tar = new TarReader(limited);
        var files = new Dictionary<string, byte[]>();
        try
        {
            while (tar.GetNextEntry() is { } entry)
            {
                Check(path, entry, limited.Position);
                var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
                if (entry.DataStream is null || !isWanted(name))
                    continue;
                if (entry.Length > mostBytes)
                    throw new DatasetFormatException(
                        path,
                        limited.Position,
                        FormattableString.Invariant($"an entry of at most {mostBytes:N0} bytes"),
                        FormattableString.Invariant($"{name} of {entry.Length:N0}")
                    );
                var bytes = GC.AllocateUninitializedArray<byte>((int)entry.Length);
                entry.DataStream.ReadExactly(bytes);
                if (!files.TryAdd(name, bytes))
                    throw new DatasetFormatException(path, limited.Position, $"one file {name}", "two");
            }
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or InvalidOperationException
                        or EndOfStreamException
                        or FormatException
                        or ArgumentException
                        or OverflowException
            )
        {
            throw new DatasetFormatException(path, limited.Position, "an intact .tar.gz", "corrupt or missing data", e);
        }

        return files;
    }

    private static void Check(string path, TarEntry entry, long offset)
    {
        if (entry.Name.StartsWith('/') || entry.Name.Contains('\\', StringComparison.Ordinal) || entry.Name.Split('/').Contains(".."))
            throw new DatasetFormatException(path, offset, "names inside the archive", $"{entry.Name}, which points outside");
        if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            throw new DatasetFormatException(path, offset, "files and folders alone", $"{entry.Name}, a link to {entry.LinkName}");
    }

    /// <summary>Counts what is read and stops at a limit, and at a long header, so that a small archive cannot fill the memory.</summary>
    private sealed class LimitedStream(Stream inner, string path, long most) : Stream
    {
        private const int BlockSize = 512,
            MostHeaderBytes = 1 << 20;

        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            // Whole, since TarReader asks for a header block in one call and takes the memory that it names before it asks again.
            var read = inner.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            position += read;
            if (position > most)
                throw new DatasetFormatException(
                    path,
                    position,
                    FormattableString.Invariant($"at most {most:N0} bytes when decompressed"),
                    "more"
                );
            if (buffer.Length == BlockSize && read == BlockSize)
                CheckHeader(buffer);
            return read;
        }

        // Attributes (x, g) and long names (L, K) are read into memory by TarReader itself. It does not check a header's checksum, so that
        // none is asked for here: other content that is read in one block would have to look like such a number to be taken for one.
        private void CheckHeader(ReadOnlySpan<byte> block)
        {
            if (
                block[156] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K'
                && Size(block.Slice(124, 12)) is var size and > MostHeaderBytes
            )
                throw new DatasetFormatException(
                    path,
                    position - BlockSize,
                    FormattableString.Invariant($"names and attributes of at most {MostHeaderBytes:N0} bytes"),
                    FormattableString.Invariant($"a header that claims {size:N0}")
                );
        }

        // Octal digits, or a binary number behind 0x80; 0 for what TarReader takes for neither.
        private static ulong Size(ReadOnlySpan<byte> field)
        {
            if (field.StartsWith<byte>([0x80, 0, 0, 0]))
                return BinaryPrimitives.ReadUInt64BigEndian(field[4..]);
            ulong value = 0;
            foreach (var digit in field)
                if (digit is >= (byte)'0' and <= (byte)'7')
                    value = value * 8 + digit - '0';
                else if (digit is not (0 or (byte)' '))
                    return 0;
            return value;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
