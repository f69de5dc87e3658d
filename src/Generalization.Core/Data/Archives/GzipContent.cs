using System.Buffers.Binary;
using System.IO.Compression;

namespace Generalization.Data.Archives;

/// <summary>The content of a gzip file, member after member, each checked by its CRC-32 and its length. What follows the last may be zeros
/// alone.</summary>
/// <remarks>GZipStream passes over a trailer that is cut, and over anything that follows. Source: RFC 1952.</remarks>
internal sealed class GzipContent : Stream
{
    private const int TrailerLength = 8;

    private readonly string name,
        remedy;
    private readonly GzipBytes bytes;
    private DeflateStream? member;
    private uint crc;
    private uint length;
    private bool ended;
    private long position;

    /// <param name="file">The compressed bytes, which stay the caller's.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="remedy">What to do where it is damaged.</param>
    /// <exception cref="DatasetFormatException">It does not begin as a gzip file does. Reading throws it too.</exception>
    public GzipContent(Stream file, string name, string remedy = DatasetFormatException.FetchAgain)
    {
        (this.name, this.remedy, bytes) = (name, remedy, new GzipBytes(file));
        if (bytes.Peek(2) is not [0x1f, 0x8b])
            throw Wrong("the gzip magic 1f 8b", "other bytes");
        Begin();
    }

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
        while (!ended && buffer.Length > 0)
        {
            int read;
            try
            {
                read = member!.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw Wrong("intact gzip data", "corrupt data", e);
            }

            if (read > 0)
            {
                crc = Crc32.Append(crc, buffer[..read]);
                length += (uint)read;
                position += read;
                return read;
            }

            End();
        }

        return 0;
    }

    private void Begin()
    {
        if (!bytes.TrySkipHeader())
            throw Wrong("a gzip header", "another or a cut one");
        bytes.ForgetLast();
        (crc, length) = (0, 0);
        member = new DeflateStream(bytes, CompressionMode.Decompress, leaveOpen: true);
    }

    // The decompressor takes more bytes than it needs and does not say how many. The trailer is known, so that it is looked for among the
    // last bytes that were taken: eight bytes that are it by chance are not to be feared.
    private void End()
    {
        member!.Dispose();
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        if (!bytes.TrySkipPast(trailer))
            throw Wrong($"a gzip trailer that states {length} bytes and their checksum", "another one, or the end of the file");
        // The data of an empty member end with a zero, with which the zeros of its trailer are found one early.
        if (length == 0 && bytes.Peek(3) is [0, 0x1f, 0x8b])
            bytes.Skip(1);
        if (bytes.Peek(2) is [0x1f, 0x8b])
            Begin();
        else if (bytes.AreZerosToTheEnd())
            ended = true;
        else
            throw Wrong("the end of the gzip file or another member of it", "other bytes");
    }

    private DatasetFormatException Wrong(string expected, string found, Exception? inner = null) =>
        new(name, position, expected, found, inner, remedy);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            member?.Dispose();
        base.Dispose(disposing);
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
