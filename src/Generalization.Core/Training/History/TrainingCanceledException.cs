namespace Generalization.Training.History;

/// <summary>A training was cancelled; what was finished stays.</summary>
public sealed class TrainingCanceledException : OperationCanceledException
{
    internal TrainingCanceledException(TrainingHistory history, CancellationToken token)
        : base($"The training was cancelled after {history.Epochs.Length} epochs.", token) => History = history;

    /// <summary>What was finished before.</summary>
    public TrainingHistory History { get; }
}
