using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Experiments.Store;

/// <summary>What came of an experiment, with everything that is needed to do it again.</summary>
public sealed record RunResult
{
    /// <summary>The experiment.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>The training's numbers; null for other kinds.</summary>
    public RandomizationRun? Training { get; init; }

    /// <summary>The kernel regression's numbers; null for other kinds.</summary>
    public KernelResult? Kernel { get; init; }

    /// <summary>The construction's numbers; null for other kinds.</summary>
    public FiniteSampleResult? FiniteSample { get; init; }

    /// <summary>Why there are none; null where there are.</summary>
    public string? Error { get; init; }

    /// <summary>The training set's SHA-256, as trained on; null where there is no data set.</summary>
    public required string? DataHash { get; init; }

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
}
