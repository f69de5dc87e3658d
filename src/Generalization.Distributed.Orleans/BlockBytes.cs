using System.Buffers;

namespace Generalization.Distributed.Orleans;

/// <summary>The bytes of a block on their way: written in bulk, and read into memory that is used again.</summary>
/// <remarks>Nobody changes them while they are under way. Whoever gets them from another process disposes them when they are
/// copied.</remarks>
[Immutable]
public sealed class BlockBytes : IDisposable
{
    private readonly bool isRented;
    private byte[]? array;

    /// <summary>Bytes that stay the caller's, who leaves them as they are until the answer is there.</summary>
    /// <param name="array">The array.</param>
    /// <param name="length">How many of its bytes.</param>
    public BlockBytes(byte[] array, int length)
        : this(array, length, isRented: false) { }

    private BlockBytes(byte[] array, int length, bool isRented) => (this.array, Length, this.isRented) = (array, length, isRented);

    /// <summary>How many bytes.</summary>
    public int Length { get; }

    /// <summary>The bytes.</summary>
    /// <exception cref="ObjectDisposedException">They are given back.</exception>
    public Span<byte> Span => (array ?? throw new ObjectDisposedException(nameof(BlockBytes))).AsSpan(0, Length);

    /// <summary>Memory to read into.</summary>
    /// <param name="length">How many bytes.</param>
    internal static BlockBytes Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length, isRented: true);

    /// <summary>Gives rented memory back.</summary>
    public void Dispose()
    {
        if (isRented && Interlocked.Exchange(ref array, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
