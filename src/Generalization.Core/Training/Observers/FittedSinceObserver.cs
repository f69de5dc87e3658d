using System.Collections.Immutable;
using Generalization.Torch;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>For each example the epoch since which it has been right whenever its batch came; 0 where it was wrong the last time.</summary>
internal sealed class FittedSinceObserver(EpochTally tally) : ITrainingObserver, IDisposable
{
    private Tensor since = null!; // (N), int32

    public string Name => "fitted-since";

    public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["epochs"] = since };

    public void Begin(TrainingStart start) => since = zeros(start.Count, ScalarType.Int32, start.Device).DetachFromDisposeScope();

    public void EndEpoch(EpochRecord epoch) => since.copy_(where(tally.Correct, where(since.IsEqualTo(0), epoch.Epoch, since), 0));

    public ImmutableArray<int> Read()
    {
        using var host = since.cpu();
        return [.. host.data<int>()];
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state) => since.copy_(state["epochs"]);

    public void Dispose() => since?.Dispose();
}
