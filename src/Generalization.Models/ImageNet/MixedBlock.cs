using System.Collections.Immutable;
using Generalization.Identity;
using Generalization.Models.Layers;
using Generalization.Models.Structure;
using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>Branches side by side on one input, concatenated over the channels.</summary>
internal sealed class MixedBlock : nn.Module<Tensor, Tensor>, IDescribed, IReadableModule
{
    private readonly BlockShape shape;
    private readonly ImmutableDictionary<string, NormalizedConvolution> units;

    public MixedBlock(InceptionParts parts, BlockShape shape, int inputs)
        : base(nameof(MixedBlock))
    {
        this.shape = shape;
        var made = ImmutableDictionary.CreateBuilder<string, NormalizedConvolution>(StringComparer.Ordinal);
        foreach (var branch in shape.Branches)
        foreach (var (unit, channels) in branch.Units(inputs))
        {
            made.Add(unit.Name, new NormalizedConvolution(parts, unit, channels, branch.MeanPooled));
            register_module(unit.Name, made[unit.Name]);
        }

        units = made.ToImmutable();
    }

    public string Describe() => "mixed-block";

    public IEnumerable<NetworkPart> Parts() => [new ParallelParts("", [.. shape.Branches.SelectMany(PartsOf)])];

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return BranchJoin.Run([.. shape.Branches.SelectMany(branch => BranchesOf(branch, input))]).MoveToOuterDisposeScope();
    }

    private IEnumerable<Branch> BranchesOf(BranchShape branch, Tensor input)
    {
        if (branch.Chain.IsEmpty)
            return [new PooledBranch(input, padded: false)];
        var last = branch.Fork.IsEmpty ? branch.Chain.Length - 1 : branch.Chain.Length;
        var x = branch.Chain.Take(last).Aggregate(input, (before, unit) => units[unit.Name].call(before));
        return (branch.Fork.IsEmpty ? [branch.Chain[^1]] : branch.Fork).Select(unit => units[unit.Name].BranchOf(x));
    }

    // Two at the end are two branches that begin alike.
    private IEnumerable<ImmutableArray<NetworkPart>> PartsOf(BranchShape branch)
    {
        ImmutableArray<NetworkPart> Of(IEnumerable<UnitShape> chain) =>
            [.. chain.SelectMany(unit => NetworkStructure.Read(units[unit.Name], unit.Name))];
        if (branch.Chain.IsEmpty)
            return
            [
                [new FixedPart("pool", SamePadding.MaxPoolWhole)],
            ];
        return branch.Fork.IsEmpty ? [Of(branch.Chain)] : branch.Fork.Select(unit => Of(branch.Chain.Append(unit)));
    }
}
