namespace Generalization.Data.Archives;

/// <summary>The compressed bytes of a gzip file as a decompressor takes them, with the last ones that it took kept.</summary>
internal sealed class GzipBytes(Stream file) : Stream
{
    private const int Size = 1 << 16;

    // What is left is buffer[at..end]; buffer[last..at] is what was taken last.
    private readonly byte[] buffer = new byte[Size];
    private int last,
        at,
        end;

    public override bool CanRead => true;

    // A decompressor would otherwise move it.
    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] target, int offset, int count) => Read(target.AsSpan(offset, count));

    public override int Read(Span<byte> target)
    {
        if (target.IsEmpty)
            return 0;
        if (at == end)
            Fill(1);
        // At the end of the file the bytes before it stay the last ones.
        if (at == end)
            return 0;
        // Half at most, so that a trailer behind the last bytes has room beside them.
        var count = Math.Min(Math.Min(target.Length, Size / 2), end - at);
        buffer.AsSpan(at, count).CopyTo(target);
        (last, at) = (at, at + count);
        return count;
    }

    /// <summary>The next bytes; fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        Fill(count);
        return buffer.AsSpan(at, Math.Min(count, end - at));
    }

    /// <summary>Goes on behind the first place among the bytes that were taken last, and those that follow, where these stand.</summary>
    public bool TrySkipPast(ReadOnlySpan<byte> wanted)
    {
        Fill(wanted.Length);
        var until = Math.Min(end, at + wanted.Length);
        var found = buffer.AsSpan(last, until - last).IndexOf(wanted);
        if (found >= 0)
            at = last + found + wanted.Length;
        return found >= 0;
    }

    /// <summary>Nothing counts as taken any more.</summary>
    public void ForgetLast() => last = at;

    /// <summary>Passes over bytes that were looked at.</summary>
    public void Skip(int count) => at += count;

    /// <summary>Goes on behind a member's header.</summary>
    public bool TrySkipHeader()
    {
        const int hasHeaderSum = 2,
            hasExtra = 4,
            hasName = 8,
            hasComment = 16,
            deflate = 8;
        if (Peek(10) is not [0x1f, 0x8b, deflate, var flags, _, _, _, _, _, _])
            return false;
        at += 10;
        if ((flags & hasExtra) != 0)
        {
            if (Peek(2) is not [var low, var high])
                return false;
            at += 2;
            for (var left = low | (high << 8); left > 0; left--)
                if (Next() < 0)
                    return false;
        }

        return ((flags & hasName) == 0 || TrySkipText())
            && ((flags & hasComment) == 0 || TrySkipText())
            && ((flags & hasHeaderSum) == 0 || (Next() >= 0 && Next() >= 0));
    }

    /// <summary>Whether nothing but zeros follows.</summary>
    public bool AreZerosToTheEnd()
    {
        while (true)
            switch (Next())
            {
                case < 0:
                    return true;
                case > 0:
                    return false;
            }
    }

    private bool TrySkipText()
    {
        while (true)
            switch (Next())
            {
                case < 0:
                    return false;
                case 0:
                    return true;
            }
    }

    private int Next()
    {
        last = at;
        return Peek(1) is [var value] ? Skipped(value) : -1;

        int Skipped(byte one)
        {
            at++;
            return one;
        }
    }

    // At least so many bytes lie behind the present place, unless the file ends; the last ones are kept.
    private void Fill(int count)
    {
        if (end - at >= count)
            return;
        if (end + count > Size)
        {
            buffer.AsSpan(last, end - last).CopyTo(buffer);
            (at, end, last) = (at - last, end - last, 0);
        }

        while (end - at < count && end < Size)
        {
            var read = file.Read(buffer, end, Size - end);
            if (read == 0)
                return;
            end += read;
        }
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
