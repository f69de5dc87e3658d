using System.Collections.Immutable;
using Generalization.Distributed.Work;
using static TorchSharp.torch;

namespace Generalization.Distributed.Blocks;

/// <summary>A block at rest, between two updates: all that decides its future; owns its tensors.</summary>
/// <param name="Index">The block's number.</param>
/// <param name="Version">Its version.</param>
/// <param name="Parts">The parts that it has.</param>
/// <param name="Weights">Its parameters and averages, (n), float32.</param>
/// <param name="Update">What the optimizer keeps, by name.</param>
public sealed record BlockState(int Index, long Version, PartSet Parts, Tensor Weights, ImmutableSortedDictionary<string, Tensor> Update)
    : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Weights.Dispose();
        foreach (var kept in Update.Values)
            kept.Dispose();
    }
}
