using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>Convolution → batch normalization, where there is one → ReLU, with SAME padding.</summary>
internal sealed class ConvolutionUnit : nn.Module<Tensor, Tensor>
{
    private readonly int kernel, stride;
    private readonly Conv2d convolution;
    private readonly ShiftedBatchNorm? normalization;

    public ConvolutionUnit(SeededLayers layers, int inputs, int outputs, int kernel, int stride, bool batchNorm)
        : base(nameof(ConvolutionUnit))
    {
        (this.kernel, this.stride) = (kernel, stride);
        // With stride 1 the padding is the same on all sides, and the convolution does it itself.
        convolution = layers.Convolution(inputs, outputs, kernel, stride, bias: !batchNorm, SeededLayers.ReluGain, padding: stride == 1 ? kernel / 2 : 0, centred: !batchNorm);
        if (batchNorm) normalization = new ShiftedBatchNorm(outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = stride == 1 ? convolution.call(input) : convolution.call(SamePadding.Pad(input, kernel, stride));
        if (normalization is not null) x = normalization.call(x);
        // In place: what comes before needs its input for the backward pass, not its output.
        return x.relu_().MoveToOuterDisposeScope();
    }
}

/// <summary>Two branches side by side, concatenated over the channels; without a second one, a max pool 3×3 of stride 2 stands there.</summary>
internal sealed class ParallelUnits : nn.Module<Tensor, Tensor>
{
    private readonly ConvolutionUnit first;
    private readonly ConvolutionUnit? second;

    public ParallelUnits(ConvolutionUnit first, ConvolutionUnit? second)
        : base(nameof(ParallelUnits))
    {
        (this.first, this.second) = (first, second);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var left = first.call(input);
        using var right = second is null ? SamePadding.MaxPool(input) : second.call(input);
        return cat([left, right], 1);
    }
}
