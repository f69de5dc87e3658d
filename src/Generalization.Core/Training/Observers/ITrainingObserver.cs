using System.Collections.Immutable;
using Generalization.Inputs;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>Watches a training: each batch with its outputs and loss, and each epoch with its evaluations. What it keeps is in the
/// checkpoints.</summary>
/// <remarks>An observer keeps what it gathers on the device and reads it back at the end of an epoch, or each step waits for it. It changes
/// nothing of what it sees. It runs without gradients and in a dispose scope of its caller, so that what it keeps is detached. One observer
/// watches one training at a time.</remarks>
public interface ITrainingObserver
{
    /// <summary>Its name among the training's observers, without a full stop; its tensors stand under it in checkpoints.</summary>
    string Name { get; }

    /// <summary>Before the first step, also of a training that goes on, and before <see cref="Restore"/>.</summary>
    /// <param name="start">The training.</param>
    void Begin(TrainingStart start) { }

    /// <summary>Before a step: the batch as the network will get it.</summary>
    /// <param name="batch">The batch, which stays the training's.</param>
    void Starting(Batch batch) { }

    /// <summary>After a step.</summary>
    /// <param name="batch">What was computed before the update; stays the training's.</param>
    void See(ObservedBatch batch) { }

    /// <summary>After an epoch and its evaluations.</summary>
    /// <param name="epoch">What it gave.</param>
    void EndEpoch(EpochRecord epoch) { }

    /// <summary>What the observer has gathered, by name; the observer's own. Default: nothing.</summary>
    IReadOnlyDictionary<string, Tensor> State => ImmutableDictionary<string, Tensor>.Empty;

    /// <summary>Puts a kept <see cref="State"/> back. Default: there is nothing to put back.</summary>
    /// <param name="state">The tensors, on the CPU, which stay the caller's.</param>
    /// <exception cref="ArgumentException">It is not of such an observer.</exception>
    void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count > 0)
            throw new ArgumentException(
                $"The observer {Name} keeps no state, but {state.Count} tensors were to be restored; implement State and Restore.",
                nameof(state)
            );
    }
}
