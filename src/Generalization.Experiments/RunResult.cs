namespace Generalization.Experiments;

/// <summary>The outcome of an experiment, with everything that is needed to repeat it.</summary>
public sealed record RunResult
{
    /// <summary>The experiment.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>Its numbers; null where there is an error.</summary>
    public KindResult? Numbers { get; init; }

    /// <summary>Why there are no numbers; null where there are numbers.</summary>
    public string? Error { get; init; }

    /// <summary>The training set's SHA-256, as trained on; null where there is no data set.</summary>
    public required string? DataHash { get; init; }

    /// <summary>The SHA-256 over the content hashes of the data set as it was read, before any selection or corruption. Two results with
    /// different values are of different data sets, even if the names agree. Null where there is no data set, and where an earlier version
    /// did not say.</summary>
    public string? SourceHash { get; init; }

    /// <summary>What stood behind the names of the caller's own parts (<see cref="IExperimentKind.PartsOf"/>); null where there were none,
    /// and where an earlier version did not say.</summary>
    public string? Parts { get; init; }

    /// <summary>Whether the data set's files were the published ones by their checksums (<see
    /// cref="Data.TrainTestData.IsPublished"/>); null where there is no data set, and where an earlier version did not look.</summary>
    public bool? DataVerified { get; init; }

    /// <summary>The SHA-256 of the trained network's weights, by which a repetition is compared bit for bit; null for other
    /// kinds.</summary>
    public string? WeightsHash { get; init; }

    /// <summary>The version of this library.</summary>
    public required string Version { get; init; }

    /// <summary>The device, and the number of processors where it is the CPU.</summary>
    public required string Device { get; init; }

    /// <summary>The number of libtorch's threads at the end, which decides the last bits of sums on a CPU; null on another device, and
    /// where an earlier version did not say.</summary>
    public int? Threads { get; init; }

    /// <summary>When it was finished, UTC, ISO 8601.</summary>
    public required string Finished { get; init; }

    /// <summary>Seconds of work, all its stretches together.</summary>
    public required double Seconds { get; init; }

    /// <summary>The outcome in a line.</summary>
    public string Outcome =>
        Error is { } error ? $"failed: {error}"
        : Numbers is { } numbers ? Experiment.Kind.Describe(numbers)
        : "nothing";

    /// <summary>What was run and what came of it, in a line.</summary>
    public override string ToString() => $"{Experiment.Words}: {Outcome}";
}
