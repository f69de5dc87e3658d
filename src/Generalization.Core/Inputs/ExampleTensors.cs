using Generalization.Data;
using static TorchSharp.torch;

namespace Generalization.Inputs;

/// <summary>Labels and targets on a device, and batches of them in the orders of training and evaluation; inputs come from
/// outside.</summary>
internal sealed class ExampleTensors : IDisposable
{
    private readonly ulong seed;

    public ExampleTensors(Dataset data, Device device, ulong seed)
        : this(LabelsOf(data, device), data.ClassCount, TargetsOf(data, device), seed) { }

    public ExampleTensors(Tensor labels, int classCount, Tensor? targets, ulong seed) =>
        (Labels, ClassCount, Targets, this.seed) = (labels.DetachFromDisposeScope(), classCount, targets?.DetachFromDisposeScope(), seed);

    /// <summary>(N), int64.</summary>
    public Tensor Labels { get; }

    /// <summary>(N, c), float32.</summary>
    public Tensor? Targets { get; }

    public int ClassCount { get; }

    public int? TargetCount => (int?)Targets?.shape[1];

    public int Count => (int)Labels.shape[0];

    public Device Device => Labels.device;

    /// <summary>The batches of an epoch, of the inputs of the examples at positions, which are given on the device and on the
    /// host.</summary>
    public IEnumerable<Batch> Epoch(
        int epoch,
        int batchSize,
        int firstStep,
        Func<Tensor, ReadOnlyMemory<long>, Tensor> inputs,
        CancellationToken token
    )
    {
        var onHost = EpochOrder.Of(seed, epoch, Count);
        using var order = tensor(onHost, device: Device).DetachFromDisposeScope(); // (N)
        foreach (var (first, size) in Ranges(batchSize, firstStep))
        {
            token.ThrowIfCancellationRequested();
            yield return Shuffled(order, onHost.AsMemory(first, size), first, epoch, inputs);
        }
    }

    /// <summary>All examples in order, of the inputs of so many examples from a position on.</summary>
    public IEnumerable<Batch> InOrder(int batchSize, Func<int, int, Tensor> inputs, CancellationToken token)
    {
        foreach (var (first, size) in Ranges(batchSize, 0))
        {
            token.ThrowIfCancellationRequested();
            yield return Range(first, size, inputs);
        }
    }

    /// <summary>The positions of each batch of an epoch.</summary>
    public ReadOnlyMemory<long>[] Order(int epoch, int batchSize, int firstStep) =>
        Pieces(EpochOrder.Of(seed, epoch, Count), batchSize, firstStep);

    /// <summary>The positions of each batch of an evaluation.</summary>
    public ReadOnlyMemory<long>[] Order(int batchSize) => Pieces([.. Enumerable.Range(0, Count).Select(i => (long)i)], batchSize, 0);

    public void Dispose()
    {
        Labels.Dispose();
        Targets?.Dispose();
    }

    /// <summary>A batch of inputs that are there already.</summary>
    public Batch Of(ReadOnlyMemory<long> onHost, int epoch, Func<Tensor, Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        var positions = tensor(onHost.ToArray(), device: Device); // (n)
        return new Batch(
            positions,
            onHost,
            epoch,
            inputs(positions),
            Labels.index_select(0, positions),
            Targets?.index_select(0, positions)
        );
    }

    private Batch Shuffled(
        Tensor order,
        ReadOnlyMemory<long> onHost,
        int first,
        int epoch,
        Func<Tensor, ReadOnlyMemory<long>, Tensor> inputs
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var positions = order.narrow(0, first, onHost.Length); // (n)
        return new Batch(
            positions,
            onHost,
            epoch,
            inputs(positions, onHost),
            Labels.index_select(0, positions),
            Targets?.index_select(0, positions)
        );
    }

    private Batch Range(int first, int size, Func<int, int, Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var onHost = new long[size];
        for (var i = 0; i < size; i++)
            onHost[i] = first + i;
        return new Batch(
            tensor(onHost, device: Device),
            onHost,
            0,
            inputs(first, size),
            Labels.narrow(0, first, size),
            Targets?.narrow(0, first, size)
        );
    }

    private ReadOnlyMemory<long>[] Pieces(long[] order, int batchSize, int firstStep) =>
        [.. Ranges(batchSize, firstStep).Select(r => (ReadOnlyMemory<long>)order.AsMemory(r.First, r.Size))];

    private IEnumerable<(int First, int Size)> Ranges(int batchSize, int firstStep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        for (var first = (long)firstStep * batchSize; first < Count; first += batchSize)
            yield return ((int)first, (int)Math.Min(batchSize, Count - first));
    }

    // Where there are real targets, nothing looks at the labels.
    private static Tensor LabelsOf(Dataset data, Device device) =>
        data.TargetCount == 0 ? tensor(data.Labels.ToArray(), device: device) : zeros(data.Count, ScalarType.Int64, device);

    private static Tensor? TargetsOf(Dataset data, Device device)
    {
        if (data.TargetCount == 0)
            return null;
        var values = new float[data.Targets.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)data.Targets[i];
        return tensor(values, [data.Count, data.TargetCount], device: device);
    }
}
