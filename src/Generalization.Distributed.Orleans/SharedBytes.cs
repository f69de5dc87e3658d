using System.Buffers;

namespace Generalization.Distributed.Orleans;

/// <summary>Rented memory with several holders: it goes back when the last of them is done with it.</summary>
/// <remarks>A holder that never says so, such as an answer that is not sent, leaves the memory to the collector.</remarks>
internal sealed class SharedBytes
{
    private readonly byte[] array;
    private readonly int length;
    private int holders = 1;

    private SharedBytes(byte[] array, int length) => (this.array, this.length) = (array, length);

    /// <summary>The bytes, for as long as the caller is one of the holders.</summary>
    public Span<byte> Span => array.AsSpan(0, length);

    /// <summary>How many bytes.</summary>
    public int Length => length;

    /// <summary>Memory whose first holder is the caller.</summary>
    /// <param name="length">How many bytes.</param>
    public static SharedBytes Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    /// <summary>Whether somebody still held it, so that the caller is one more holder.</summary>
    public bool TryShare()
    {
        while (Volatile.Read(ref holders) is var now and > 0)
            if (Interlocked.CompareExchange(ref holders, now + 1, now) == now)
                return true;
        return false;
    }

    /// <summary>A holder is done with it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref holders) == 0)
            ArrayPool<byte>.Shared.Return(array);
    }
}
