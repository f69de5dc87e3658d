using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Training.History;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>One training. Accuracies are fractions, times seconds; null is what does not apply.</summary>
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

#pragma warning disable CS1591 // Each property is named and explained once, in docs/results.md.
    public required string Dataset { get; init; }
    public required int TrainCount { get; init; }
    public required int TestCount { get; init; }
    public required string Model { get; init; }
    public required long Parameters { get; init; }
    public required string Corruption { get; init; }
    public required double? CorruptionProbability { get; init; }
    public required ulong Seed { get; init; }
    public required int Epochs { get; init; }
    public required int? EpochsToFit { get; init; }
    public required long? StepsToFit { get; init; }

    // Not required: results of before have none.
    public int? EpochsTo98 { get; init; }
    public int? EpochsTo95 { get; init; }
    public required long Steps { get; init; }
    public required double? TrainLoss { get; init; }
    public required double? TrainAccuracy { get; init; }
    public required double? OnlineAccuracy { get; init; }
    public required double? TestLoss { get; init; }
    public required double? TestAccuracy { get; init; }
    public required double? BestTestAccuracy { get; init; }
    public required double? CleanSubsetAccuracy { get; init; }
    public required double? CorruptedSubsetAccuracy { get; init; }
    public required double Seconds { get; init; }
    public required double? ImagesPerSecond { get; init; }
    public required string Device { get; init; }
    public double? LargestTestClass { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? AuxiliaryParameters { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PassedOver { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Top5TrainAccuracy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Top5TestAccuracy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestTop5TestAccuracy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BestValidationEpoch { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TestAccuracyAtBestValidation { get; init; }
#pragma warning restore CS1591

    private static double? TopFive(ImmutableSortedDictionary<string, double>? metrics) =>
        metrics?.TryGetValue("top-5", out var share) == true ? share : null;
}
