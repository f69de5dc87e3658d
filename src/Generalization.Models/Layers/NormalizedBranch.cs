using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Batch normalization, then a ReLU.</summary>
internal sealed unsafe class NormalizedBranch(Tensor input, ChannelNormalization normalization) : Branch(input)
{
    public override (int Height, int Width) OutputSize => ((int)Input.shape[2], (int)Input.shape[3]);

    public override Tensor[] Parameters => normalization.Learned;

    // In place: the normalization needs its input for the backward pass, not its output.
    public override Tensor Plain() => normalization.call(Input).relu_();

    public override BranchState Forward(ushort* output, int stride)
    {
        var rows = (int)(Input.NumberOfElements / Channels);
        var memory = (ushort*)BranchState.Pointer(Input);
        var (mean, variance) = normalization.training
            ? NormalizationKernels.Statistics(memory, rows, Channels)
            : normalization.RunningStatistics();
        if (normalization.training)
            normalization.Follow(mean, variance, rows);
        var state = new NormalizedState(mean, variance, normalization, normalization.training ? rows : 0);
        NormalizationKernels.NormalizeRelu(memory, rows, Channels, state.Scale, state.Offset, output, stride);
        return state;
    }
}
