using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Generalization.Distributed.Results;

/// <summary>What a distributed training gave, in a cluster or simulated.</summary>
public sealed record DistributedRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The network's name.</summary>
    public required string Model { get; init; }

    /// <summary>The data set's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The training examples.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The test examples; null where nobody has counted them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TestCount { get; init; }

    /// <summary>What was done to the data, by its name; null where nobody said it, as in files of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Corruption { get; init; }

    /// <summary>The share of labels drawn anew, in 0..1; null where pixels are corrupted, whose labels stay true, and where nobody said
    /// it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CorruptionProbability { get; init; }

    /// <summary>The workers that were meant to be there.</summary>
    public required int Workers { get; init; }

    /// <summary>The policy's word.</summary>
    public required string Policy { get; init; }

    /// <summary>"none" or "divided-rate".</summary>
    public required string Remedy { get; init; }

    /// <summary>"float32" or "bfloat16".</summary>
    public required string Gradients { get; init; }

    /// <summary>The network's parameters and averages.</summary>
    public required long Parameters { get; init; }

    /// <summary>The examples of a part.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The learning rate at first.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether the times are simulated.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>Whether it ended because a loss was no finite number.</summary>
    public required bool HasDiverged { get; init; }

    /// <summary>The epochs.</summary>
    public required ImmutableArray<DistributedEpoch> Epochs { get; init; }

    /// <summary>By block and by worker, how often a gradient had staleness 0, 1, 2, …</summary>
    public required ImmutableArray<ImmutableSortedDictionary<int, ImmutableArray<long>>> Staleness { get; init; }

    /// <summary>The time that it took, simulated where the training is.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training images over the seconds in which somebody looked on; of a training that was taken up again those since then.
    /// Null where nobody measured it, as in a simulation, whose seconds are no work.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ImagesPerSecond { get; init; }

    /// <summary>The parts that were done.</summary>
    public required long Parts { get; init; }

    /// <summary>Parts that a policy with backups left out.</summary>
    public required long PartsDropped { get; init; }

    /// <summary>Parts that were begun again because their worker was lost.</summary>
    public required long PartsBegunAgain { get; init; }

    /// <summary>Parts that were done and lost again with a silo.</summary>
    public required long PartsLost { get; init; }

    /// <summary>How often a worker was lost, since the coordinator was last begun; null where nobody has counted it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WorkersLost { get; init; }

    /// <summary>How often the training went back to a checkpoint.</summary>
    public required int TimesBack { get; init; }

    /// <summary>Seconds that failures took: in a simulation the time of lost workers on parts that were begun again, in a cluster the time
    /// of going back.</summary>
    public required double SecondsLost { get; init; }

    /// <summary>Bytes of parameters that workers got.</summary>
    public required long BytesPulled { get; init; }

    /// <summary>Bytes of gradients that blocks got.</summary>
    public required long BytesPushed { get; init; }

    /// <summary>The parts that staleness and bytes were counted over: fewer than were done where a training was taken up again or a silo
    /// was lost, since a block counts from its start.</summary>
    public long CountedParts => Staleness.Length == 0 ? 0 : Staleness.Sum(b => b.Values.Sum(c => c.Sum())) / Staleness.Length;

    /// <summary>Bytes to and from the blocks for one part.</summary>
    public double BytesPerStep => (double)(BytesPulled + BytesPushed) / Math.Max(1, CountedParts);

    /// <summary>The updates of the first block; null where nobody counted them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Updates { get; init; }

    /// <summary>The SHA-256 of the flattened network at the end, by which a repetition is compared bit for bit; null where nobody has it
    /// in one piece.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WeightsHash { get; init; }

    /// <summary>As JSON, camelCase, indented.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is another.</exception>
    public static DistributedRun Parse(string json) =>
        JsonSerializer.Deserialize<DistributedRun>(json, Json) ?? throw new JsonException("A training must be an object, but is null.");
}
