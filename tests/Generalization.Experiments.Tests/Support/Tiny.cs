using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Tests.StoreWorker;

namespace Generalization.Tests.Support;

/// <summary>Experiments of milliseconds.</summary>
internal static class Tiny
{
    public static ExperimentCatalog Catalog { get; } = TinyCatalog.Create();

    public static TrainingExperiment Training { get; } =
        new()
        {
            Dataset = "synthetic",
            Model = "tiny",
            BatchSize = 16,
            Epochs = 6,
            LearningRate = 0.05,
            StopWhenFitted = false,
            Corruption = "random-labels",
            Dropout = 0.1,
        };

    public static FiniteSampleExperiment FiniteSample { get; } = new() { N = 20, D = 3 };

    public static KernelExperiment Kernel { get; } = new() { Dataset = "synthetic", Train = 40 };

    /// <summary>Short trainings that differ by seed.</summary>
    public static ImmutableArray<Experiment> Trainings(int count, int epochs = 6) =>
        [.. Enumerable.Range(0, count).Select(i => Training with { Seed = (ulong)i, Epochs = epochs })];

    /// <summary>Writes a list as a file that the worker reads.</summary>
    public static string WriteList(string folder, IEnumerable<Experiment> experiments)
    {
        var path = Path.Combine(folder, "list.json");
        File.WriteAllText(
            path,
            $$"""{"name": "list", "sweeps": [{{string.Join(",\n", experiments.Select(e => $$"""{"base": {{e.ToJson()}}}"""))}}]}"""
        );
        return path;
    }

    /// <summary>What two runs of an experiment have in common, however they were interrupted.</summary>
    public static string Lasting(Run run) =>
        string.Join(
            "\n",
            run.History.Select(e => (e with { Seconds = 0 }).ToString())
                .Append($"{run.Status} {run.Result?.WeightsHash} {run.Result?.DataHash} {run.Result?.Error}")
                .Append(
                    run.Result?.Training is { } numbers ? (numbers with { Seconds = 0, ImagesPerSecond = null }).ToString() : "no training"
                )
        );
}
