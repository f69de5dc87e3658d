using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>Max pooling 3×3 at stride 2 over whole windows alone.</summary>
internal sealed class WholeMaxPool() : nn.Module<Tensor, Tensor>(nameof(WholeMaxPool)), IDescribed, IReadableModule
{
    public string Describe() => "max-pool, 3x3, stride 2, whole windows";

    public IEnumerable<NetworkPart> Parts() => [new FixedPart("", SamePadding.MaxPoolWhole)];

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return BranchJoin.Run(new PooledBranch(input, padded: false)).MoveToOuterDisposeScope();
    }
}
