using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using static TorchSharp.torch;

namespace Generalization.Models;

/// <summary>Two branches side by side, concatenated over the channels; without a second one, a max pool 3×3 of stride 2 stands
/// there.</summary>
internal sealed class ParallelUnits : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    private readonly ConvolutionUnit first;
    private readonly ConvolutionUnit? second;

    public ParallelUnits(ConvolutionUnit first, ConvolutionUnit? second)
        : base(nameof(ParallelUnits))
    {
        (this.first, this.second) = (first, second);
        RegisterComponents();
    }

    public string Describe() => "parallel-units";

    public IEnumerable<NetworkPart> Parts() =>
        [
            new ParallelParts(
                "",
                [
                    NetworkStructure.Read(first, nameof(first)),
                    second is null ? [new FixedPart("pool", SamePadding.MaxPool)] : NetworkStructure.Read(second, nameof(second)),
                ]
            ),
        ];

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var other = second is null ? new PooledBranch(input) : second.BranchOf(input);
        return BranchJoin.Run(first.BranchOf(input), other).MoveToOuterDisposeScope();
    }
}
