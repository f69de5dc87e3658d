using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>What a branch keeps of its forward pass for its backward pass.</summary>
internal abstract unsafe class BranchState
{
    /// <summary>A tensor to be kept, owned by the caller; null for none.</summary>
    public virtual Tensor? Kept => null;

    /// <summary>The input's gradient, channels last, and those of the parameters, in their order.</summary>
    /// <param name="gradient">Where the output's gradient of its first channel lies.</param>
    /// <param name="stride">From one position to the next, in elements.</param>
    /// <param name="input">The input.</param>
    /// <param name="kept">What <see cref="Kept"/> gave.</param>
    public abstract (Tensor Input, Tensor[] Parameters) Backward(ushort* gradient, int stride, Tensor input, Tensor? kept);

    /// <summary>Where the elements of a tensor with its channels last lie.</summary>
    public static byte* Pointer(Tensor images)
    {
        using var rows = images.permute(0, 2, 3, 1);
        return TensorMemory.Pointer(rows);
    }

    /// <summary>A new tensor, (n, C, H, W), with its channels last.</summary>
    public static Tensor Empty(long images, long channels, long height, long width)
    {
        using var rows = empty([images, height, width, channels], ScalarType.BFloat16);
        return rows.permute(0, 3, 1, 2);
    }
}
