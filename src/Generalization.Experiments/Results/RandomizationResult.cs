using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Experiments;

/// <summary>One run of the randomization test. Accuracies are fractions, times seconds; null is what does not apply.</summary>
public sealed record RandomizationRun
{
    /// <summary>Describes a training.</summary>
    /// <param name="run">What was trained and what came of it.</param>
    public static RandomizationRun Of(FinishedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (corruption, data, model, history) = run;
        return new()
        {
            Dataset = data.Name, TrainCount = history.TrainCount, TestCount = history.TestCount, Model = model, Parameters = history.Parameters,
            Corruption = corruption.Name, CorruptionProbability = corruption.LabelProbability, Seed = history.Seed,
            Epochs = history.Epochs.Length, EpochsToFit = history.EpochsToFit, StepsToFit = history.StepsToFit, Steps = history.Steps,
            TrainLoss = history.Train?.Loss, TrainAccuracy = history.Train?.Accuracy,
            OnlineAccuracy = history.Epochs.LastOrDefault()?.OnlineAccuracy,
            TestLoss = history.Test?.Loss, TestAccuracy = history.Test?.Accuracy, BestTestAccuracy = history.BestTestAccuracy,
            CleanSubsetAccuracy = history.CleanSubsetAccuracy, CorruptedSubsetAccuracy = history.CorruptedSubsetAccuracy,
            Seconds = history.Seconds, ImagesPerSecond = history.ImagesPerSecond, Device = history.Device,
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
#pragma warning restore CS1591
}

/// <summary>All runs of a randomization test.</summary>
/// <param name="Runs">The runs, in the order they were made.</param>
public sealed record RandomizationResult(IReadOnlyList<RandomizationRun> Runs)
{
    /// <summary>The results of finished runs.</summary>
    /// <param name="runs">The runs.</param>
    public static RandomizationResult Of(IEnumerable<FinishedRun> runs) => new([.. runs.Select(RandomizationRun.Of)]);

    /// <summary>As JSON, camelCase, indented.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Default.RandomizationResult);

    /// <summary>One sentence for someone who has not read the paper.</summary>
    [JsonIgnore]
    public string Verdict
    {
        get
        {
            var learned = Runs.FirstOrDefault(r => r.Corruption == "true-labels" && r.TestAccuracy is not null);
            var random = Runs.FirstOrDefault(r => r.Corruption == "random-labels" && r.TestAccuracy is not null);
            if (random is null) return "To see whether the network can memorize, run it on random labels.";
            if (random.TrainAccuracy >= 0.99 && learned is null)
                return $"The network learned {Percent(random.TrainAccuracy)} of meaningless random labels by heart and gets {Percent(random.TestAccuracy)} of new "
                    + "images right; run it on true labels too to see what it can learn.";
            return random.TrainAccuracy >= 0.99
                ? $"The same network that got {Percent(learned!.TestAccuracy)} of new images right after learning real labels also learned "
                  + $"{Percent(random.TrainAccuracy)} of meaningless random labels by heart, where it gets {Percent(random.TestAccuracy)} of new images right: "
                  + "a perfect training score alone does not show that a network has learned anything."
                : $"The network fitted {Percent(random.TrainAccuracy)} of the random labels in {random.Epochs} epochs, so it has not yet memorized them; give it more epochs.";
        }
    }

    private static string Percent(double? fraction) => FormattableString.Invariant($"{100 * fraction:F1} %");
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RandomizationResult))]
[JsonSerializable(typeof(DeclaredRuns))]
internal sealed partial class ResultJson : JsonSerializerContext;
