using System.Collections.Immutable;

namespace Generalization.Models.ImageNet;

/// <summary>A block of Inception V3: branches side by side on one input.</summary>
/// <param name="Name">torchvision's name.</param>
/// <param name="Branches">The branches.</param>
internal sealed record BlockShape(string Name, params ImmutableArray<BranchShape> Branches)
{
    /// <summary>The channels that come out.</summary>
    public int OutputsOf(int inputs) => Branches.Sum(b => b.OutputsOf(inputs));
}
