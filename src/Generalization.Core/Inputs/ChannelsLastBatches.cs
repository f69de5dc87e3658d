using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>The batches of another source, whose inputs lie as (n, H, W, C) in memory; values and shapes are the same.</summary>
/// <remarks>TorchSharp has no memory formats, but libtorch goes by strides: a permuted view of (n, H, W, C) is channels-last to
/// it.</remarks>
/// <param name="source">The other source, this one's from now on.</param>
public sealed class ChannelsLastBatches(IBatchSource source) : IBatchSource
{
    private readonly IBatchSource source = source ?? throw new ArgumentNullException(nameof(source));

    /// <inheritdoc/>
    public int Count => source.Count;

    /// <inheritdoc/>
    public int ClassCount => source.ClassCount;

    /// <inheritdoc/>
    public int? TargetCount => source.TargetCount;

    /// <inheritdoc/>
    public Device Device => source.Device;

    /// <inheritdoc/>
    public IEnumerable<Batch> Epoch(int epoch, int batchSize, int firstStep = 0, CancellationToken token = default) =>
        source.Epoch(epoch, batchSize, firstStep, token).Select(Lay);

    /// <inheritdoc/>
    public IEnumerable<Batch> InOrder(int batchSize, CancellationToken token = default) => source.InOrder(batchSize, token).Select(Lay);

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    internal static Tensor Lay(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2); // (n, C, H, W)

    private static Batch Lay(Batch batch)
    {
        using var scope = NewDisposeScope();
        return batch.Replace(Lay(batch.Inputs));
    }
}
