using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Max pooling 3×3 at stride 2 with SAME padding.</summary>
internal sealed unsafe class PooledBranch(Tensor input) : Branch(input)
{
    public override (int Height, int Width) OutputSize =>
        (SamePadding.OutputSize((int)Input.shape[2], 2), SamePadding.OutputSize((int)Input.shape[3], 2));

    public override Tensor Plain() => SamePadding.MaxPool(Input);

    public override BranchState Forward(ushort* output, int stride)
    {
        var (n, size) = (Input.shape[0], OutputSize);
        var pool = new MaxPoolKernels((int)n, (int)Input.shape[2], (int)Input.shape[3], Channels);
        var places = empty([n, size.Height, size.Width, Channels], ScalarType.Byte);
        pool.Forward((ushort*)BranchState.Pointer(Input), output, stride, TensorMemory.Pointer(places));
        return new PooledState(pool, places);
    }

    private sealed class PooledState(MaxPoolKernels pool, Tensor places) : BranchState
    {
        public override Tensor Kept => places;

        public override (Tensor Input, Tensor? Parameter) Backward(ushort* gradient, int stride, Tensor input, Tensor? kept)
        {
            var result = Empty(input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
            pool.Backward(gradient, stride, TensorMemory.Pointer(kept!), (ushort*)Pointer(result));
            return (result, null);
        }
    }
}
