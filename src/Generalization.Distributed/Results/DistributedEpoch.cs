using System.Text.Json.Serialization;

namespace Generalization.Distributed.Results;

/// <summary>An epoch of a distributed training; null where it was not evaluated.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Seconds">The time since the beginning, simulated where the training is.</param>
/// <param name="OnlineLoss">The mean loss of its parts before their updates.</param>
/// <param name="OnlineAccuracy">The share of their examples that were right.</param>
/// <param name="MeanStaleness">The mean staleness of the gradients so far.</param>
/// <param name="TrainAccuracy">The training accuracy in evaluation mode.</param>
/// <param name="TestLoss">The test loss.</param>
/// <param name="TestAccuracy">The test accuracy.</param>
public sealed record DistributedEpoch(
    int Epoch,
    double Seconds,
    double OnlineLoss,
    double OnlineAccuracy,
    double MeanStaleness,
    double? TrainAccuracy,
    double? TestLoss,
    double? TestAccuracy
)
{
    /// <summary>The training loss in evaluation mode; null where it was not evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TrainLoss { get; init; }

    /// <summary>The updates so far, of the first block; null where nobody counted them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Updates { get; init; }
}
