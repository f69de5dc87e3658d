using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Max pooling 3×3 at stride 2.</summary>
/// <param name="input">(n, C, H, W).</param>
/// <param name="padded">Whether with SAME padding, or with whole windows alone. Default: with padding.</param>
internal sealed unsafe class PooledBranch(Tensor input, bool padded = true) : Branch(input)
{
    public override (int Height, int Width) OutputSize =>
        (MaxPoolKernels.OutputSize((int)Input.shape[2], padded), MaxPoolKernels.OutputSize((int)Input.shape[3], padded));

    public override Tensor Plain() => padded ? SamePadding.MaxPool(Input) : SamePadding.MaxPoolWhole(Input);

    public override BranchState Forward(ushort* output, int stride)
    {
        var (n, size) = (Input.shape[0], OutputSize);
        var pool = new MaxPoolKernels((int)n, (int)Input.shape[2], (int)Input.shape[3], Channels, padded);
        var places = empty([n, size.Height, size.Width, Channels], ScalarType.Byte);
        pool.Forward((ushort*)BranchState.Pointer(Input), output, stride, TensorMemory.Pointer(places));
        return new PooledState(pool, places);
    }

    private sealed class PooledState(MaxPoolKernels pool, Tensor places) : BranchState
    {
        public override Tensor Kept => places;

        public override (Tensor Input, Tensor[] Parameters) Backward(ushort* gradient, int stride, Tensor input, Tensor? kept)
        {
            var result = Empty(input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
            pool.Backward(gradient, stride, TensorMemory.Pointer(kept!), (ushort*)Pointer(result));
            return (result, []);
        }
    }
}
