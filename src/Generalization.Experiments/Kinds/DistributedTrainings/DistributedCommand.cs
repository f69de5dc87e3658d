using System.Globalization;
using System.Text;
using Generalization.Corruption;
using Generalization.Data.Known;
using Generalization.Distributed.Blocks;
using Generalization.Models;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>A training by many workers as a command line of samples/DistributedTraining.</summary>
internal static class DistributedCommand
{
    /// <summary>The line; null where that sample cannot give the training.</summary>
    public static string? Of(DistributedExperiment e)
    {
        if (
            !KnownDatasets.Names.Contains(e.Dataset)
            || !PaperModels.Names.Contains(e.Model)
            || e.Input is not null
            || !PaperCorruptions.Names.Contains(e.Corruption)
        )
            return null;
        var usual = DistributedKind.Usual;
        var line = new StringBuilder("dotnet run -c Release --project samples/DistributedTraining --");
        void Add(string option, object? value, object? standard = null)
        {
            if (value is not null && !value.Equals(standard))
                line.Append(CultureInfo.InvariantCulture, $" {option} {value}");
        }

        Add(e.Engine == DistributedExperiment.Simulation ? "--simulate" : "--workers", e.Workers);
        Add("--dataset", e.Dataset);
        if (KnownDatasets.Names.Skip(1).Contains(e.Dataset))
            Add("--data", "DIR");
        Add("--train", e.Train);
        Add("--test", e.Test);
        Add("--model", e.Model);
        Add("--corruption", e.Corruption, usual.Corruption);
        Add("--probability", e.Probability);
        Add("--seed", e.Seed);
        Add("--epochs", e.Epochs);
        Add("--batch-size", e.BatchSize, usual.BatchSize);
        Add("--learning-rate", e.LearningRate);
        Add("--momentum", e.Momentum, usual.Momentum);
        Add("--policy", e.Policy);
        Add("--remedy", e.Remedy, usual.Remedy);
        Add("--gradients", e.Gradients, usual.Gradients);
        Add("--block-kib", e.BlockKib, ParameterLayout.DefaultBlockBytes / 1024);
        Add("--compute-seconds", e.ComputeSeconds, usual.ComputeSeconds);
        Add("--compute-variation", e.ComputeVariation, usual.ComputeVariation);
        Add("--network-seconds", e.NetworkSeconds, usual.NetworkSeconds);
        Add("--network-variation", e.NetworkVariation, usual.NetworkVariation);
        return line.ToString();
    }

    /// <summary>Why a program without a cluster leaves an experiment alone, and what runs it.</summary>
    /// <param name="e">The experiment.</param>
    /// <param name="store">The store's folder.</param>
    public static string Refusal(DistributedExperiment e, string store) =>
        $"The experiment {e.Id} ({DistributedWords.Of(e)}) must be run by a program that starts a cluster, but this one starts none; "
        + (
            Of(e) is { } line
                ? $"run {line} --store {store}"
                : $"run it by one that gives {nameof(RunnerOptions)}.{nameof(RunnerOptions.Cluster)}"
        )
        + ", and its result is in the store.";
}
