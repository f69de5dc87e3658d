using Generalization.Training.History;

namespace Generalization.Experiments.Store;

/// <summary>A training's history as columns.</summary>
internal static class HistoryCsv
{
    public const string Header =
        "epoch,steps,learningRate,onlineLoss,onlineAccuracy,onlineCleanSubsetAccuracy,onlineCorruptedSubsetAccuracy,"
        + "trainLoss,trainAccuracy,cleanSubsetAccuracy,corruptedSubsetAccuracy,testLoss,testAccuracy,seconds";

    public static IEnumerable<object?> Row(EpochRecord e) =>
        [
            e.Epoch,
            e.Steps,
            e.LearningRate,
            e.OnlineLoss,
            e.OnlineAccuracy,
            e.OnlineCleanSubsetAccuracy,
            e.OnlineCorruptedSubsetAccuracy,
            e.TrainLoss,
            e.TrainAccuracy,
            e.CleanSubsetAccuracy,
            e.CorruptedSubsetAccuracy,
            e.TestLoss,
            e.TestAccuracy,
            e.Seconds,
        ];
}
