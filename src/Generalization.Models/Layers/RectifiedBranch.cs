using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>A ReLU alone.</summary>
internal sealed unsafe class RectifiedBranch(Tensor input) : Branch(input)
{
    public override (int Height, int Width) OutputSize => ((int)Input.shape[2], (int)Input.shape[3]);

    public override Tensor Plain() => Input.relu_();

    public override BranchState Forward(ushort* output, int stride)
    {
        var state = new RectifiedState(Channels);
        var rows = (int)(Input.NumberOfElements / Channels);
        NormalizationKernels.NormalizeRelu((ushort*)BranchState.Pointer(Input), rows, Channels, state.Ones, state.Zeros, output, stride);
        return state;
    }

    private sealed class RectifiedState(int channels) : BranchState
    {
        public float[] Ones { get; } = [.. Enumerable.Repeat(1f, channels)];

        public float[] Zeros { get; } = new float[channels];

        public override (Tensor Input, Tensor[] Parameters) Backward(ushort* gradient, int stride, Tensor input, Tensor? kept)
        {
            var result = Empty(input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
            NormalizationKernels.InputGradient(
                gradient,
                stride,
                (ushort*)Pointer(input),
                (int)(input.NumberOfElements / Ones.Length),
                Ones.Length,
                Ones,
                Zeros,
                Zeros,
                Zeros,
                (ushort*)Pointer(result)
            );
            return (result, []);
        }
    }
}
