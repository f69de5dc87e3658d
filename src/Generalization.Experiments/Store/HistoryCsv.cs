using Generalization.Training.History;

namespace Generalization.Experiments.Store;

/// <summary>A training's history as columns.</summary>
public static class HistoryCsv
{
    /// <summary>The columns.</summary>
    public const string Header =
        "epoch,steps,learningRate,onlineLoss,onlineAccuracy,onlineCleanSubsetAccuracy,"
        + "onlineCorruptedSubsetAccuracy,trainLoss,trainAccuracy,cleanSubsetAccuracy,"
        + "corruptedSubsetAccuracy,testLoss,testAccuracy,seconds,validationLoss,validationAccuracy";

    /// <summary>A row.</summary>
    /// <param name="e">The epoch.</param>
    public static IEnumerable<object?> Row(EpochRecord e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return
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
            e.ValidationLoss,
            e.ValidationAccuracy,
        ];
    }
}
