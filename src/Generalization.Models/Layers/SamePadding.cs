using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>TensorFlow's SAME padding: ⌈size / stride⌉ outputs, and where the padding is odd, the extra row and column come last.</summary>
/// <remarks>A 3×3 window at stride 2 over 28 rows is padded by (0, 1); torch's padding of 1 would be (1, 1) and shift every window by one
/// pixel.</remarks>
internal static class SamePadding
{
    public static int OutputSize(int size, int stride) => (size + stride - 1) / stride;

    /// <summary>Pads with zeros before a convolution without padding of its own.</summary>
    public static Tensor Pad(Tensor images, int kernel, int stride)
    {
        var (top, bottom) = Amounts(images.shape[2], kernel, stride);
        var (left, right) = Amounts(images.shape[3], kernel, stride);
        return top + bottom + left + right == 0 ? images.alias() : nn.functional.pad(images, [left, right, top, bottom]);
    }

    /// <summary>Max pooling, 3×3 at stride 2; the padding never wins.</summary>
    public static Tensor MaxPool(Tensor images) =>
        // An even size is padded by (0, 1), which is what ceil_mode lets the last window overhang; an odd one by (1, 1).
        nn.functional.max_pool2d(images, [3, 3], [2, 2], [images.shape[2] % 2, images.shape[3] % 2], ceil_mode: true);

    /// <summary>Max pooling, 3×3 at stride 2, of whole windows alone: TensorFlow's VALID.</summary>
    public static Tensor MaxPoolWhole(Tensor images) => nn.functional.max_pool2d(images, [3, 3], [2, 2]);

    private static (long Before, long After) Amounts(long size, int kernel, int stride)
    {
        var total = Math.Max(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
        return (total / 2, total - total / 2);
    }
}
