using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Generalization.Models.Structure;

/// <summary>Branches side by side on one input, their outputs concatenated over the channels.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Branches">The branches, at least one, each with its parts in order.</param>
public sealed record ParallelParts(string Name, ImmutableArray<ImmutableArray<NetworkPart>> Branches) : NetworkPart(Name)
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor input) =>
        cat([.. Branches.Select(branch => branch.Aggregate(input, (x, part) => part.Apply(x)))], 1);

    /// <inheritdoc/>
    public override NetworkPart Under(string module) =>
        new ParallelParts(
            Joined(module, Name),
            [.. Branches.Select(branch => branch.Select(part => part.Under(module)).ToImmutableArray())]
        );
}
