using System.Collections.Immutable;

namespace Generalization.Distributed.Blocks;

/// <summary>A parameter or a running average of a network, in the flattened network.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="First">Where it begins, in elements.</param>
/// <param name="Length">Its elements.</param>
/// <param name="IsAverage">Whether it is no parameter but a value that the network keeps, such as a running mean.</param>
public sealed record LayoutEntry(string Name, ImmutableArray<long> Shape, int First, int Length, bool IsAverage);
