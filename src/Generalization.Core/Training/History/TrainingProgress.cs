namespace Generalization.Training.History;

/// <summary>Where a training is; sent at most once a second and at the end of each epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The most epochs.</param>
/// <param name="Step">Steps of this epoch that are done.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Loss">Mean loss of this epoch so far.</param>
/// <param name="Accuracy">Online accuracy of this epoch so far.</param>
/// <param name="ImagesPerSecond">Training images over the time of the training steps.</param>
/// <param name="Remaining">The time left if every epoch is run: an upper bound.</param>
/// <param name="Finished">The epoch's record at its end; else null.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int StepsPerEpoch,
    double Loss,
    double Accuracy,
    double ImagesPerSecond,
    TimeSpan Remaining,
    EpochRecord? Finished
)
{
    /// <summary>The share of the steps' time, in [0, 1], that was spent waiting for batches to be read and made: near 0 where the network
    /// is the slowest part, near 1 where the data are. Default: 0.</summary>
    public double WaitingShare { get; init; }
}
