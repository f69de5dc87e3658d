using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Training.Observers;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>What a training is, line by line, in words that outlive the names of types: two of which a line differs are two
/// trainings.</summary>
/// <remarks>The number of epochs is none of the lines, so that a training may be prolonged.</remarks>
internal static class TrainingIdentity
{
    public static ImmutableSortedDictionary<string, string> Of(
        string words,
        nn.Module network,
        Dataset train,
        Dataset? test,
        Dataset? validation,
        InputPipeline input,
        TrainingOptions options,
        IGradientSource gradients,
        IEnumerable<ITrainingObserver> observers,
        ulong seed
    )
    {
        var lines = OfLearner(network, input, options);
        lines["identity"] = words;
        lines["training data"] = train.ContentHash.ToString();
        lines["changed labels"] = train.ChangedCount.ToString(CultureInfo.InvariantCulture);
        lines["test data"] = test?.ContentHash.ToString() ?? "none";
        lines["gradients"] = gradients.Describe();
        lines["observers"] = string.Join("; ", observers.Select(o => o.Name));
        lines["seed"] = seed.ToString(CultureInfo.InvariantCulture);
        // No line where there is nothing: checkpoints of before know no such images.
        if (validation is not null)
            lines["validation data"] = validation.ContentHash.ToString();
        return lines.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The lines that are the same for all data: the network, its training and its input.</summary>
    public static SortedDictionary<string, string> OfLearner(nn.Module network, InputPipeline input, TrainingOptions options)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["network"] = string.Join("; ", network.state_dict().Select(s => $"{s.Key} ({string.Join(", ", s.Value.shape)})")),
            ["modules"] = string.Join("; ", ModuleWords.All(network).Select(m => $"{m.Name} {ModuleWords.Of(m.Module)}".TrimStart())),
            ["input"] = string.Join("; ", input.Steps.Select(Description.Of)),
            ["precision"] = options.Precision == Torch.Precision.BFloat16 ? "bfloat16" : "float32",
            ["schedule"] = options.Schedule.Describe(),
            ["batch size"] = Description.Number(options.BatchSize),
            ["layout"] = options.Layout == Torch.MemoryLayout.ChannelsLast ? "channels-last" : "contiguous",
            ["optimizer"] = options.Optimizer.Describe(),
            ["loss"] = options.Loss.Describe(),
            ["metrics"] = string.Join("; ", options.Metrics.Select(m => m.Describe())),
            ["weight average"] = options.WeightAverage?.Describe() ?? "none",
            ["stopping"] = string.Join("; ", options.StopWhen.Select(r => r.Describe())),
            ["evaluation"] =
                $"test every {Description.Number(options.EvaluateTestEvery)}, training from "
                + Description.Number(options.EvaluateTrainingFrom),
        };
        // No line for a network without a second head, as in checkpoints of before.
        if (network is IAuxiliaryOutput { HasAuxiliaryOutput: true })
            lines["auxiliary weight"] = Description.Number(options.AuxiliaryWeight);
        // No line where nothing is frozen: checkpoints of before have none.
        if (
            string.Join("; ", network.named_parameters().Where(p => !p.parameter.requires_grad).Select(p => p.name)) is
            { Length: > 0 } frozen
        )
            lines["frozen parameters"] = frozen;
        return lines;
    }
}
