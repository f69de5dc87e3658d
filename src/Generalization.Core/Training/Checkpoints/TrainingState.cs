using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Generalization.Training.History;

namespace Generalization.Training.Checkpoints;

/// <summary>Where a training stands, without its tensors.</summary>
internal sealed record TrainingState
{
    /// <summary>The epoch, from 1, whose step <see cref="Step"/>, from 0, comes next.</summary>
    public required int Epoch { get; init; }

    public required int Step { get; init; }

    public required ImmutableArray<EpochRecord> Epochs { get; init; }

    public required double Seconds { get; init; }

    public required double StepSeconds { get; init; }

    /// <summary>Positions of the network's generators, by the module's name.</summary>
    public required ImmutableSortedDictionary<string, long> Generators { get; init; }

    /// <summary>The hash of the network before the first step; null in checkpoints of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InitialNetwork { get; init; }

    /// <summary>Whether a training can have come to it. A file may say anything.</summary>
    [JsonIgnore]
    public bool IsPossible =>
        Epoch >= 1
        && Step >= 0
        && !Epochs.IsDefault
        && Epochs.All(e => e is not null)
        && Epochs.Length <= Epoch
        && double.IsFinite(Seconds)
        && double.IsFinite(StepSeconds)
        && Generators is not null
        && Generators.Values.All(p => p >= 0);
}
