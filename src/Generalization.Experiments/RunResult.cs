namespace Generalization.Experiments;

/// <summary>What came of an experiment, with everything that is needed to do it again.</summary>
public sealed record RunResult
{
    /// <summary>The experiment.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>Its numbers; null where there is an error.</summary>
    public KindResult? Numbers { get; init; }

    /// <summary>Why there are none; null where there are.</summary>
    public string? Error { get; init; }

    /// <summary>The training set's SHA-256, as trained on; null where there is no data set.</summary>
    public required string? DataHash { get; init; }

    /// <summary>The SHA-256 of the data set's content hashes as it was read, before anything was taken from it or corrupted: two results of
    /// which this differs are of two data sets, whatever their name. Null where there is no data set, and where an earlier version did not
    /// say.</summary>
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

    /// <summary>libtorch's threads at the end of it, which decide the last bits of sums on a CPU; null on another device, and where an
    /// earlier version did not say.</summary>
    public int? Threads { get; init; }

    /// <summary>When it was finished, UTC, ISO 8601.</summary>
    public required string Finished { get; init; }

    /// <summary>Seconds of work, all its stretches together.</summary>
    public required double Seconds { get; init; }

    /// <summary>What came of it, in a line.</summary>
    public string Outcome =>
        Error is { } error ? $"failed: {error}"
        : Numbers is { } numbers ? Experiment.Kind.Describe(numbers)
        : "nothing";

    /// <summary>What was run and what came of it, in a line.</summary>
    public override string ToString() => $"{Experiment.Words}: {Outcome}";
}
