using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>A data set's inputs, made once, with its labels, on a device; owns the tensors.</summary>
public sealed class PreparedImages : IBatchSource
{
    private readonly ExampleTensors examples;

    internal PreparedImages(Tensor inputs, ExampleTensors examples) =>
        (Inputs, this.examples) = (inputs.DetachFromDisposeScope(), examples);

    /// <summary>(N, C′, H′, W′), float32.</summary>
    public Tensor Inputs { get; }

    /// <summary>(N), int64.</summary>
    public Tensor Labels => examples.Labels;

    /// <inheritdoc/>
    public int ClassCount => examples.ClassCount;

    /// <inheritdoc/>
    public int? TargetCount => examples.TargetCount;

    /// <inheritdoc/>
    public int Count => examples.Count;

    /// <inheritdoc/>
    public Device Device => examples.Device;

    /// <inheritdoc/>
    public IEnumerable<Batch> Epoch(int epoch, int batchSize, int firstStep = 0, CancellationToken token = default) =>
        examples.Epoch(epoch, batchSize, firstStep, (positions, _) => Inputs.index_select(0, positions), token);

    /// <inheritdoc/>
    public IEnumerable<Batch> InOrder(int batchSize, CancellationToken token = default) =>
        examples.InOrder(batchSize, (first, count) => Inputs.narrow(0, first, count), token);

    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        examples.Dispose();
    }
}
