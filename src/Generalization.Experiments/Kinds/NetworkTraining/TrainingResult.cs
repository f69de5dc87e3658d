using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Training.History;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>One training. Accuracies are fractions and times are seconds. A number that does not apply is null.</summary>
public sealed record TrainingResult : KindResult
{
    /// <summary>Describes a training.</summary>
    /// <param name="corruption">How the data were corrupted.</param>
    /// <param name="data">The data as trained on.</param>
    /// <param name="model">The network's name.</param>
    /// <param name="history">What came of it.</param>
    /// <param name="auxiliaryParameters">How many of the trainable parameters belong to a head that is only trained. Default: null, there
    /// is none.</param>
    public static TrainingResult Of(
        DatasetCorruption corruption,
        TrainTestData data,
        string model,
        TrainingHistory history,
        long? auxiliaryParameters = null
    )
    {
        ArgumentNullException.ThrowIfNull(corruption);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(history);
        return new()
        {
            Dataset = data.Name,
            TrainCount = history.TrainCount,
            TestCount = history.TestCount,
            Model = model,
            Parameters = history.Parameters - (auxiliaryParameters ?? 0),
            AuxiliaryParameters = auxiliaryParameters,
            Corruption = corruption.Name,
            CorruptionProbability = corruption.LabelProbability,
            Seed = history.Seed,
            Epochs = history.Epochs.Length,
            EpochsToFit = history.EpochsToFit,
            StepsToFit = history.StepsToFit,
            EpochsTo98 = history.EpochsTo98,
            EpochsTo95 = history.EpochsTo95,
            Steps = history.Steps,
            TrainLoss = history.Train?.Loss,
            TrainAccuracy = history.Train?.Accuracy,
            OnlineAccuracy = history.Epochs.LastOrDefault()?.OnlineAccuracy,
            TestLoss = history.Test?.Loss,
            TestAccuracy = history.Test?.Accuracy,
            BestTestAccuracy = history.BestTestAccuracy,
            CleanSubsetAccuracy = history.CleanSubsetAccuracy,
            CorruptedSubsetAccuracy = history.CorruptedSubsetAccuracy,
            Seconds = history.Seconds,
            ImagesPerSecond = history.ImagesPerSecond,
            Device = history.Device,
            LargestTestClass = history.Labels?.LargestTestClass,
            Top5TrainAccuracy = TopFive(history.Train?.Metrics),
            Top5TestAccuracy = TopFive(history.Test?.Metrics),
            BestTop5TestAccuracy = history.Epochs.Select(e => TopFive(e.TestMetrics)).Append(TopFive(history.Test?.Metrics)).Max(),
            BestValidationEpoch = history.BestValidationEpoch?.Epoch,
            TestAccuracyAtBestValidation = history.BestValidationEpoch?.TestAccuracy,
        };
    }

    /// <summary>The name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>The number of training images.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of test images.</summary>
    public required int TestCount { get; init; }

    /// <summary>The network's name.</summary>
    public required string Model { get; init; }

    /// <summary>The number of trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>The corruption's name.</summary>
    public required string Corruption { get; init; }

    /// <summary>The share of labels drawn anew, in 0..1; null where pixels are corrupted, whose labels stay true.</summary>
    public required double? CorruptionProbability { get; init; }

    /// <summary>The seed that decided everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of epochs that were run.</summary>
    public required int Epochs { get; init; }

    /// <summary>The first evaluated epoch with a training accuracy of 1; null if never.</summary>
    public required int? EpochsToFit { get; init; }

    /// <summary>The steps until then; null if never.</summary>
    public required long? StepsToFit { get; init; }

    /// <summary>The experiment's id, in an export of several runs of this corruption and seed, whose names and rows have it after the
    /// corruption; null elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    // Not required: results of earlier versions have none.
    /// <summary>The first evaluated epoch with a training accuracy of at least 0.98; null if never, and in results of earlier
    /// versions.</summary>
    public int? EpochsTo98 { get; init; }

    /// <summary>The first evaluated epoch with a training accuracy of at least 0.95; null if never, and in results of earlier
    /// versions.</summary>
    public int? EpochsTo95 { get; init; }

    /// <summary>The number of steps that were run.</summary>
    public required long Steps { get; init; }

    /// <summary>The training loss after the last epoch, in evaluation mode; null where it was not evaluated.</summary>
    public required double? TrainLoss { get; init; }

    /// <summary>The training accuracy after the last epoch, in evaluation mode, against the labels trained on; null where it was not
    /// evaluated.</summary>
    public required double? TrainAccuracy { get; init; }

    /// <summary>The running accuracy over the minibatches of the last epoch, augmented as they were; null without an epoch.</summary>
    public required double? OnlineAccuracy { get; init; }

    /// <summary>The test loss, in evaluation mode; null where it was not evaluated.</summary>
    public required double? TestLoss { get; init; }

    /// <summary>The test accuracy, in evaluation mode, against the true labels; null where it was not evaluated.</summary>
    public required double? TestAccuracy { get; init; }

    /// <summary>The best test accuracy at any evaluation, a maximum over the noise of the test set; null where there was none.</summary>
    public required double? BestTestAccuracy { get; init; }

    /// <summary>The accuracy on the unchanged training examples; null where there is none.</summary>
    public required double? CleanSubsetAccuracy { get; init; }

    /// <summary>The accuracy on the changed training examples, against the labels trained on; null where there is none.</summary>
    public required double? CorruptedSubsetAccuracy { get; init; }

    /// <summary>The seconds of the training with its evaluations, without loading.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training images over the time of the training steps; null without a step.</summary>
    public required double? ImagesPerSecond { get; init; }

    /// <summary>"cpu" or "cuda".</summary>
    public required string Device { get; init; }

    /// <summary>The largest class's share of the test set: the accuracy of answering it always; null in results of earlier
    /// versions.</summary>
    public double? LargestTestClass { get; init; }

    /// <summary>The trainable parameters of an auxiliary head, which <see cref="Parameters"/> does not count; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? AuxiliaryParameters { get; init; }

    /// <summary>The pictures that were passed over, since they could not be decoded; null where nothing is decoded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PassedOver { get; init; }

    /// <summary>The share of training images whose label is among the five largest outputs; null where it was not evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Top5TrainAccuracy { get; init; }

    /// <summary>The share of test images whose label is among the five largest outputs; null where it was not evaluated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Top5TestAccuracy { get; init; }

    /// <summary>The best top-5 test accuracy at any evaluation, a maximum over the noise of the test set; null where there was
    /// none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestTop5TestAccuracy { get; init; }

    /// <summary>The epoch with the best accuracy on held-out training images; null where none are held out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BestValidationEpoch { get; init; }

    /// <summary>The test accuracy at that epoch; null where none are held out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TestAccuracyAtBestValidation { get; init; }

    private static double? TopFive(ImmutableSortedDictionary<string, double>? metrics) =>
        metrics?.TryGetValue("top-5", out var share) == true ? share : null;
}
