using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Generalization.Data;

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

    public static Tensor Copy<T>(ReadOnlySpan<T> source, ScalarType type, int count, ImageShape shape)
        where T : unmanaged
    {
        var tensor = empty([count, shape.Channels, shape.Height, shape.Width], type); // (n, C, H, W)
        var most = Math.Max(1, PieceBytes / (shape.Size * Unsafe.SizeOf<T>()));
        for (var first = 0; first < count; first += most)
        {
            var some = Math.Min(most, count - first);
            using var images = tensor.narrow(0, first, some);
            MemoryMarshal.AsBytes(source.Slice(first * shape.Size, some * shape.Size)).CopyTo(images.bytes);
        }

        return tensor;
    }
}
