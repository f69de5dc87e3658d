using System.Diagnostics;
using Generalization.Serialization;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>The checkpoints of a training that goes on: when the next is due.</summary>
internal sealed class Checkpoints(CheckpointFile file, TimeSpan every)
{
    private readonly Stopwatch since = Stopwatch.StartNew();

    public bool IsDue => since.Elapsed >= every;

    public void Write(IReadOnlyDictionary<string, Tensor> tensors, TrainingState state)
    {
        file.Write(tensors, state);
        since.Restart();
    }

    public (SafeTensorsContent Content, TrainingState State)? Read() => file.Read();
}
