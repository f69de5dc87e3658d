using System.Collections.Immutable;

namespace Generalization.Models.ImageNet;

/// <summary>A branch of a block: convolutions one after another, and perhaps two side by side at the end; or a max pool alone.</summary>
/// <param name="Chain">Those one after another; none for the max pool 3×3 of stride 2.</param>
internal sealed record BranchShape(params ImmutableArray<UnitShape> Chain)
{
    /// <summary>Those side by side behind the chain. Default: none.</summary>
    public ImmutableArray<UnitShape> Fork { get; init; } = [];

    /// <summary>Whether the mean over 3×3 neighbours is taken before the first convolution. Default: false.</summary>
    public bool MeanPooled { get; init; }

    /// <summary>The channels that come out.</summary>
    public int OutputsOf(int inputs) =>
        Chain.IsEmpty ? inputs
        : Fork.IsEmpty ? Chain[^1].Outputs
        : Fork.Sum(u => u.Outputs);

    /// <summary>The units with the channels that each takes.</summary>
    public IEnumerable<(UnitShape Unit, int Inputs)> Units(int inputs)
    {
        foreach (var unit in Chain)
        {
            yield return (unit, inputs);
            inputs = unit.Outputs;
        }

        foreach (var unit in Fork)
            yield return (unit, inputs);
    }
}
