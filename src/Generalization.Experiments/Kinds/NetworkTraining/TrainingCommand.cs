using System.Globalization;
using System.Text;
using Generalization.Corruption;
using Generalization.Data.Known;
using Generalization.Models;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>A training as a command line of samples/RandomizationTest.</summary>
internal static class TrainingCommand
{
    /// <summary>The line; null where that sample cannot give the training.</summary>
    public static string? Of(TrainingExperiment e, TrainingExperiment usual)
    {
        // That sample always ends a training that has fitted, and knows no patience.
        if (e is not { StopWhenFitted: true, Patience: null })
            return null;
        if (
            !KnownDatasets.Names.Contains(e.Dataset)
            || !PaperModels.Cifar10Names.Contains(e.Model)
            || !PaperCorruptions.Names.Contains(e.Corruption)
        )
            return null;
        if (e is not { Input: null, Schedule: null, Optimizer: null })
            return null;
        var line = new StringBuilder("dotnet run -c Release --project samples/RandomizationTest --");
        void Add(string option, object? value, object? standard = null)
        {
            if (value is not null && !value.Equals(standard))
                line.Append(CultureInfo.InvariantCulture, $" {option} {value}");
        }

        Add("--dataset", e.Dataset);
        if (KnownDatasets.Names.Skip(1).Contains(e.Dataset))
            Add("--data", "DIR");
        Add("--train", e.Train);
        Add("--test", e.Test);
        Add("--validation", e.Validation);
        Add("--model", e.Model);
        Add("--corruption", e.Corruption);
        Add("--probability", e.Probability);
        Add("--seed", e.Seed);
        Add("--epochs", e.Epochs);
        Add("--test-every", e.TestEvery, usual.TestEvery);
        Add("--batch-size", e.BatchSize, usual.BatchSize);
        Add("--learning-rate", e.LearningRate);
        Add("--decay", e.Decay, usual.Decay);
        Add("--decay-steps", StepsOf(e), StepsOf(usual));
        Add("--momentum", e.Momentum, usual.Momentum);
        Add("--weight-decay", e.WeightDecay, usual.WeightDecay);
        Add("--weight-decay-on", e.WeightDecayOn, usual.WeightDecayOn);
        Add("--precision", e.Precision, usual.Precision);
        Add("--dropout", e.Dropout, usual.Dropout);
        Add("--augment", e.Augment, usual.Augment);
        return line.ToString();
    }

    private static string StepsOf(TrainingExperiment e) => e.DecaySteps?.ToString(CultureInfo.InvariantCulture) ?? "epoch";
}
