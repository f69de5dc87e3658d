using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Images with labels on a device, from which a training takes batches and an evaluation takes ranges.</summary>
internal interface ITrainingImages : IDisposable
{
    /// <summary>(N), int64.</summary>
    Tensor Labels { get; }

    int ClassCount { get; }

    int Count { get; }

    /// <summary>Inputs as evaluation sees them, (count, C, H, W).</summary>
    Tensor Range(int first, int count);

    /// <summary>Inputs of a training batch, (n, C, H, W).</summary>
    /// <param name="positions">(n), int64, on the device.</param>
    /// <param name="onHost">The same positions.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    Tensor Batch(Tensor positions, ReadOnlySpan<long> onHost, int epoch);
}
