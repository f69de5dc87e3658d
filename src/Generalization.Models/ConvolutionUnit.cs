using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>Convolution → batch normalization, where there is one → ReLU, with SAME padding.</summary>
internal sealed class ConvolutionUnit : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    private readonly int kernel,
        stride;
    private readonly Conv2d convolution;
    private readonly ShiftedBatchNorm? normalization;

    public ConvolutionUnit(SeededLayers layers, int inputs, int outputs, int kernel, int stride, bool batchNorm)
        : base(nameof(ConvolutionUnit))
    {
        (this.kernel, this.stride) = (kernel, stride);
        // With stride 1 the padding is the same on all sides, and the convolution does it itself.
        convolution = layers.Convolution(
            inputs,
            outputs,
            kernel,
            stride,
            bias: !batchNorm,
            SeededLayers.ReluGain,
            padding: stride == 1 ? kernel / 2 : 0,
            centred: !batchNorm
        );
        if (batchNorm)
            normalization = new ShiftedBatchNorm(outputs);
        RegisterComponents();
    }

    public string Describe() => FormattableString.Invariant($"convolution-unit, kernel {kernel}, stride {stride}");

    public IEnumerable<NetworkPart> Parts()
    {
        yield return AffinePart.Of(nameof(convolution), convolution, stride == 1 ? null : x => SamePadding.Pad(x, kernel, stride));
        if (normalization is not null)
            foreach (var part in normalization.Parts())
                yield return part.Under(nameof(normalization));
        yield return FixedPart.Relu;
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Convolved(input);
        // In place: what comes before needs its input for the backward pass, not its output.
        return (normalization is null ? x.relu_() : BranchJoin.Run(new NormalizedBranch(x, normalization))).MoveToOuterDisposeScope();
    }

    /// <summary>What it gives beside others: its last steps are done while it is laid beside them.</summary>
    public Branch BranchOf(Tensor input) =>
        normalization is null ? new RectifiedBranch(Convolved(input)) : new NormalizedBranch(Convolved(input), normalization);

    // With stride 1 the convolution pads by itself.
    private Tensor Convolved(Tensor input) =>
        stride == 1 ? convolution.call(input) : convolution.call(SamePadding.Pad(input, kernel, stride));
}
