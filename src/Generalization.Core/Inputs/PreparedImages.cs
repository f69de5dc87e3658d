using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>A network's inputs and labels on a device; owns both tensors.</summary>
public sealed class PreparedImages : ITrainingImages
{
    internal PreparedImages(Tensor inputs, Tensor labels, int classCount) =>
        (Inputs, Labels, ClassCount) = (inputs.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), classCount);

    /// <summary>(N, C, H, W), float32.</summary>
    public Tensor Inputs { get; }

    /// <summary>(N), int64.</summary>
    public Tensor Labels { get; }

    /// <summary>k.</summary>
    public int ClassCount { get; }

    /// <summary>N.</summary>
    public int Count => (int)Labels.shape[0];

    Tensor ITrainingImages.Range(int first, int count) => Inputs.narrow(0, first, count);

    Tensor ITrainingImages.Batch(Tensor positions, ReadOnlySpan<long> onHost, int epoch) => Inputs.index_select(0, positions);

    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}
