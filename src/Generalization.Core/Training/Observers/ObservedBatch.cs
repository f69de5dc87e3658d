using Generalization.Inputs;
using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>A batch of a training with what the network made of it, before the update.</summary>
public sealed class ObservedBatch : IDisposable
{
    private Tensor? correct;

    internal ObservedBatch(Batch batch, Tensor outputs, Tensor loss, long step, int stepOfEpoch) =>
        (Batch, Outputs, Loss, Step, StepOfEpoch) = (batch, outputs, loss, step, stepOfEpoch);

    /// <summary>The batch.</summary>
    public Batch Batch { get; }

    /// <summary>(n, k), float32, without a graph.</summary>
    public Tensor Outputs { get; }

    /// <summary>The mean loss, a scalar on the device.</summary>
    public Tensor Loss { get; }

    /// <summary>The step of the training, from 0.</summary>
    public long Step { get; }

    /// <summary>The step of the epoch, from 0.</summary>
    public int StepOfEpoch { get; }

    /// <summary>Whether each example's largest output is its label, (n), bool; false where real targets are learned.</summary>
    public Tensor Correct =>
        correct ??= (
            Batch.Targets is null ? Outputs.argmax(1).eq(Batch.Labels) : zeros(Batch.Count, ScalarType.Bool, Outputs.device)
        ).DetachFromDisposeScope();

    /// <summary>Disposes of what it made itself; batch, outputs and loss stay the training's.</summary>
    public void Dispose() => correct?.Dispose();
}
