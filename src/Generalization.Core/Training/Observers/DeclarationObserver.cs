using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Torch;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>What is checked while a run goes on: that data and inputs stay the same from epoch to epoch, or change, as declared.</summary>
/// <remarks>Each input is seen through one number, its product with a fixed vector: it tells images and orders of pixels apart, costs one
/// pass over the batch and stays on the device. An unchanged input gives the same number up to rounding.</remarks>
internal sealed class DeclarationObserver : ITrainingObserver, IDisposable
{
    // A thousandth of a typical product is far above rounding; a changed input seldom falls below it.
    private const double Tolerance = 1e-3;

    // So many unchanged inputs are no accident, even where a coin leaves half of them as they are.
    private const long EnoughComparisons = 40;

    private readonly TrainingDeclaration declared;
    private readonly Dataset data;
    private readonly ulong checksum;
    private long compared;
    private bool changed;
    private Device device = CPU;
    private Tensor? direction,
        scale,
        before,
        now;

    public DeclarationObserver(TrainingDeclaration declared, Dataset data) =>
        (this.declared, this.data, checksum) = (declared, data, Checksum(data));

    public string Name => "declaration";

    public void Begin(TrainingStart start) => device = start.Device;

    public void Starting(Batch batch)
    {
        if (declared.Augmentation is null)
            return;
        using var inner = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = batch.Inputs.flatten(1); // (n, d)
        if (direction is null)
        {
            direction = Keep(Direction((int)rows.shape[1]).to(device)); // (d)
            scale = Keep(rows.Squared().mean().Times(rows.shape[1]).sqrt());
            (before, now) = (Keep(zeros(data.Count, device: device)), Keep(zeros(data.Count, device: device)));
        }

        now!.index_copy_(0, batch.Positions, rows.mv(direction));
    }

    /// <summary>What the comparison of the next epoch needs; none before the first batch.</summary>
    public IReadOnlyDictionary<string, Tensor> State =>
        direction is null
            ? new Dictionary<string, Tensor>()
            : new()
            {
                [nameof(direction)] = direction,
                [nameof(scale)] = scale!,
                [nameof(before)] = before!,
                [nameof(now)] = now!,
                [nameof(compared)] = tensor(compared),
                [nameof(changed)] = tensor(changed),
            };

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        if (state.Count == 0)
            return;
        (compared, changed) = (state[nameof(compared)].item<long>(), state[nameof(changed)].item<bool>());
        (direction, scale) = (Keep(state[nameof(direction)].to(device, copy: true)), Keep(state[nameof(scale)].to(device, copy: true)));
        (before, now) = (Keep(state[nameof(before)].to(device, copy: true)), Keep(state[nameof(now)].to(device, copy: true)));
    }

    public void EndEpoch(EpochRecord record)
    {
        var epoch = record.Epoch;
        if (Checksum(data) != checksum)
            throw new DeclarationException(
                "training data that stay as they are",
                $"their bytes changed in epoch {epoch}",
                "Draw corruptions once, before the training."
            );
        if (declared.Augmentation is not { } augmented || now is null)
            return;
        using var inner = NewDisposeScope();
        if (epoch > 1)
        {
            var differs = (now - before!).abs() > scale!.Times(Tolerance); // (N)
            var count = differs.sum().item<long>();
            if (!augmented && count > 0)
                throw new DeclarationException(
                    "no augmentation",
                    $"the inputs of {count} of {data.Count} training images, the first of them image "
                        + $"{differs.nonzero()[0].item<long>()}, were others in epoch {epoch} than in epoch {epoch - 1}",
                    "Draw what is random once, before the training, or declare augmentation."
                );
            (compared, changed) = (compared + data.Count, changed || count > 0);
            if (augmented && !changed && compared >= EnoughComparisons)
                throw new DeclarationException(
                    "augmentation",
                    $"all {data.Count} training inputs were the same in epoch {epoch} as in epoch {epoch - 1}",
                    "Add a random step to the input pipeline, or declare none."
                );
        }

        before!.copy_(now);
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { direction, scale, before, now })
            tensor?.Dispose();
    }

    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

    // Not random: any direction without a pattern will do, and the same in every run.
    private static Tensor Direction(int length)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = (float)(2 * Math.Sqrt(3) * (i * 0.6180339887498949 % 1 - 0.5));
        return tensor(values);
    }

    private static ulong Checksum(Dataset data)
    {
        var sum = 0xcbf29ce484222325ul;
        // What is made anew at each reading has no bytes that could change.
        if (data.Pixels.IsResident)
            data.Pixels.ForEachPiece(Add);
        if (data.TargetCount == 0)
            Add(MemoryMarshal.AsBytes(data.Labels));
        else
            Add(MemoryMarshal.AsBytes(data.Targets));
        return sum;

        void Add(ReadOnlySpan<byte> bytes)
        {
            foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
                sum = (sum ^ word) * 0x9e3779b97f4a7c15ul;
            foreach (var tail in bytes[(bytes.Length & ~7)..])
                sum = (sum ^ tail) * 0x9e3779b97f4a7c15ul;
        }
    }
}
