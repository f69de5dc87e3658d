using System.Diagnostics;
using Generalization.Files;
using static TorchSharp.torch;

namespace Generalization.Training.Checkpoints;

/// <summary>The checkpoints of a training that goes on: when the next is due.</summary>
internal sealed class CheckpointSeries(CheckpointFile file, CheckpointOptions options)
{
    private readonly Stopwatch since = Stopwatch.StartNew();

    public bool IsDue => since.Elapsed >= options.Every;

    public void Write(IReadOnlyDictionary<string, Tensor> tensors, TrainingState state)
    {
        if (options.MayWrite?.Invoke() == false)
            return;
        file.Write(tensors, state);
        since.Restart();
    }

    public (SafeTensorsContent Content, TrainingState State)? Read() => file.Read();

    /// <summary>A training may be prolonged, but not cut.</summary>
    public void CheckLength(TrainingState state, int epochs)
    {
        if (state.Epochs.Length > epochs || (state.Step > 0 && state.Epoch > epochs))
            throw new CheckpointException(
                options.Folder,
                FormattableString.Invariant($"hold a training of at most {epochs} epochs"),
                FormattableString.Invariant($"it is in epoch {Math.Max(state.Epochs.Length, state.Step > 0 ? state.Epoch : 0)}"),
                "Ask for at least as many epochs, choose another folder, or remove this one to begin again."
            );
    }

    /// <summary>What is thrown where a checkpoint's hash is right and its tensors are not those of the training.</summary>
    public CheckpointException NotOfThisTraining(string found, Exception inner) =>
        new(
            options.Folder,
            "hold every tensor and number of the training",
            $"does not ({found})",
            "Choose another folder, or remove this one to begin again.",
            inner
        );
}
