using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>The losses of an epoch's steps and who was right in it, on the device.</summary>
internal sealed class EpochTally : ITrainingObserver, IDisposable
{
    public string Name => "epoch";

    /// <summary>(steps), float32.</summary>
    public Tensor Losses { get; private set; } = null!;

    /// <summary>(N), bool, in the data's order.</summary>
    public Tensor Correct { get; private set; } = null!;

    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["losses"] = Losses, ["correct"] = Correct };

    public void Begin(TrainingStart start)
    {
        Losses = zeros(start.StepsPerEpoch, device: start.Device).DetachFromDisposeScope();
        Correct = zeros(start.Count, ScalarType.Bool, start.Device).DetachFromDisposeScope();
    }

    public void See(ObservedBatch batch)
    {
        Losses.select(0, batch.StepOfEpoch).copy_(batch.Loss);
        Correct.index_copy_(0, batch.Batch.Positions, batch.Correct);
    }

    /// <summary>Forgets the epoch, after all observers have seen its end.</summary>
    public void Clear()
    {
        Losses.zero_();
        Correct.zero_();
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        Losses.copy_(state["losses"]);
        Correct.copy_(state["correct"]);
    }

    public void Dispose()
    {
        Losses?.Dispose();
        Correct?.Dispose();
    }
}
