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
}
