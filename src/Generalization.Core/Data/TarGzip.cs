using System.Formats.Tar;
using System.IO.Compression;

namespace Generalization.Data;

/// <summary>Reads chosen files out of a .tar.gz, in memory: nothing is unpacked to disk.</summary>
internal static class TarGzip
{
    /// <summary>The wanted files by their names without folders.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="isWanted">Whether a file of this name is read.</param>
    /// <param name="mostBytes">The most bytes that the archive may decompress to.</param>
    /// <exception cref="DatasetFormatException">The archive is corrupt or truncated, decompresses to more, names a place outside of itself, or holds links.</exception>
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
                if (entry.DataStream is null || !isWanted(name)) continue;
                if (entry.Length > mostBytes)
                    throw new DatasetFormatException(path, limited.Position, $"an entry of at most {mostBytes:N0} bytes", $"{name} of {entry.Length:N0}");
                var bytes = GC.AllocateUninitializedArray<byte>((int)entry.Length);
                entry.DataStream.ReadExactly(bytes);
                if (!files.TryAdd(name, bytes)) throw new DatasetFormatException(path, limited.Position, $"one file {name}", "two");
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or EndOfStreamException or FormatException or ArgumentException)
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

    /// <summary>Counts what is read and stops at a limit, so that a small archive cannot fill the memory.</summary>
    private sealed class LimitedStream(Stream inner, string path, long most) : Stream
    {
        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            position += read;
            return position <= most ? read : throw new DatasetFormatException(path, position, $"at most {most:N0} bytes when decompressed", "more");
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
