using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>Convolution → batch normalization → ReLU, under torchvision's names.</summary>
internal sealed class NormalizedConvolution : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    private readonly UnitShape shape;
    private readonly Conv2d conv;
    private readonly InceptionBatchNorm bn;
    private readonly MeanPool? pool;

    public NormalizedConvolution(InceptionParts parts, UnitShape shape, int inputs, bool meanPooled = false, double? deviation = null)
        : base(nameof(NormalizedConvolution))
    {
        this.shape = shape;
        var padding = shape.Padded ? (shape.Rows / 2, shape.Columns / 2) : (0, 0);
        conv = parts.Layers.TruncatedConvolution(inputs, shape.Outputs, (shape.Rows, shape.Columns), shape.Stride, padding, deviation);
        bn = new InceptionBatchNorm(shape.Outputs, parts.Options.Scale, parts.Decay);
        pool = meanPooled ? new MeanPool(parts.Options.CountsPadding) : null;
        RegisterComponents();
    }

    public string Describe() =>
        FormattableString.Invariant($"normalized-convolution, {shape.Rows}x{shape.Columns}, stride {shape.Stride}, ")
        + (shape.Padded ? "padded" : "whole windows")
        + (pool is null ? "" : $", {pool.Words}");

    public IEnumerable<NetworkPart> Parts() =>
        [
            AffinePart.Of(nameof(conv), conv),
            .. pool is null ? Array.Empty<NetworkPart>() : [new FixedPart(nameof(pool), pool.Of)],
            .. bn.Parts().Select(part => part.Under(nameof(bn))),
            FixedPart.Relu,
        ];

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return BranchJoin.Run(BranchOf(input)).MoveToOuterDisposeScope();
    }

    /// <summary>What it gives beside others: its last steps are done while it is laid beside them.</summary>
    public Branch BranchOf(Tensor input)
    {
        var x = conv.call(input);
        // The mean of neighbours and the mix of channels of one position change places, and there are fewer channels behind the mix.
        return new NormalizedBranch(pool is null ? x : pool.Of(x), bn);
    }
}
