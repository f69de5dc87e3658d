using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Generalization.Data;

/// <summary>Copies of images out of an array.</summary>
internal static class PixelSelection
{
    public const int PieceBytes = 1 << 28;

    public static T[] Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> positions, int imageSize)
    {
        var result = GC.AllocateUninitializedArray<T>(positions.Length * imageSize);
        for (var i = 0; i < positions.Length; i++)
            source.Slice(positions[i] * imageSize, imageSize).CopyTo(result.AsSpan(i * imageSize));
        return result;
    }

    public static void Read<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> positions, int imageSize, Span<byte> target)
        where T : unmanaged
    {
        var imageBytes = imageSize * Unsafe.SizeOf<T>();
        CheckTarget((long)positions.Length * imageBytes, target);
        for (var i = 0; i < positions.Length; i++)
        {
            CheckPosition(positions[i], source.Length / imageSize);
            MemoryMarshal.AsBytes(source.Slice(positions[i] * imageSize, imageSize)).CopyTo(target[(i * imageBytes)..]);
        }
    }

    public static void Read<T>(ReadOnlySpan<T> source, int first, int count, int imageSize, Span<byte> target)
        where T : unmanaged
    {
        CheckTarget((long)count * imageSize * Unsafe.SizeOf<T>(), target);
        CheckPosition(first, source.Length / imageSize);
        CheckPosition(first + Math.Max(count, 1) - 1, source.Length / imageSize);
        MemoryMarshal.AsBytes(source.Slice(first * imageSize, count * imageSize)).CopyTo(target);
    }

    public static void ForEachPiece<T>(ReadOnlySpan<T> values, Action<ReadOnlySpan<byte>> look)
        where T : unmanaged
    {
        var most = PieceBytes / Unsafe.SizeOf<T>();
        for (var first = 0L; first < values.Length; first += most)
            look(MemoryMarshal.AsBytes(values.Slice((int)first, (int)Math.Min(most, values.Length - first))));
    }

    /// <summary>Refuses a target that is not as long as what is read.</summary>
    public static void CheckTarget(long bytes, Span<byte> target)
    {
        if (target.Length != bytes)
            throw new ArgumentException($"The target must have {bytes} bytes, but had {target.Length}.", nameof(target));
    }

    /// <summary>Refuses a position that is none.</summary>
    public static void CheckPosition(int position, int count)
    {
        if ((uint)position >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(position), $"A position must lie in [0, {count - 1}], but was {position}.");
    }
}
