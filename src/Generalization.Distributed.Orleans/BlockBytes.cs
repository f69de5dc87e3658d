namespace Generalization.Distributed.Orleans;

/// <summary>The bytes of a block on their way: written in bulk, and read into memory that is used again.</summary>
/// <remarks>Nobody changes them while they are under way. Whoever gets them disposes them when they are copied; what goes to another
/// process is disposed when it is written.</remarks>
[Immutable]
public sealed class BlockBytes : IDisposable
{
    private readonly byte[]? array;
    private SharedBytes? shared;

    /// <summary>Bytes that stay the caller's, who leaves them as they are until the answer is there.</summary>
    /// <param name="array">The array.</param>
    /// <param name="length">How many of its bytes.</param>
    public BlockBytes(byte[] array, int length) => (this.array, Length) = (array, length);

    /// <summary>Bytes that the caller holds, and is done with.</summary>
    internal BlockBytes(SharedBytes shared) => (this.shared, Length) = (shared, shared.Length);

    /// <summary>How many bytes.</summary>
    public int Length { get; }

    /// <summary>The bytes.</summary>
    /// <exception cref="ObjectDisposedException">They are given back.</exception>
    public Span<byte> Span =>
        array is not null ? array.AsSpan(0, Length) : (shared ?? throw new ObjectDisposedException(nameof(BlockBytes))).Span;

    /// <summary>Memory to read into.</summary>
    /// <param name="length">How many bytes.</param>
    internal static BlockBytes Rent(int length) => new(SharedBytes.Rent(length));

    /// <summary>Gives rented memory back.</summary>
    public void Dispose() => Interlocked.Exchange(ref shared, null)?.Release();
}
