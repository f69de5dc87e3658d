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
        var lines = new Dictionary<string, string>
        {
            ["identity"] = words,
            ["network"] = string.Join("; ", network.state_dict().Select(s => $"{s.Key} ({string.Join(", ", s.Value.shape)})")),
            ["modules"] = string.Join("; ", ModuleWords.All(network).Select(m => $"{m.Name} {ModuleWords.Of(m.Module)}".TrimStart())),
            ["training data"] = train.ContentHash.ToString(),
            ["changed labels"] = train.ChangedCount.ToString(CultureInfo.InvariantCulture),
            ["test data"] = test?.ContentHash.ToString() ?? "none",
            ["input"] = string.Join("; ", input.Steps.Select(Description.Of)),
            ["precision"] = options.Precision == Torch.Precision.BFloat16 ? "bfloat16" : "float32",
            ["schedule"] = options.Schedule.Describe(),
            ["batch size"] = Description.Number(options.BatchSize),
            ["layout"] = options.Layout == Torch.MemoryLayout.ChannelsLast ? "channels-last" : "contiguous",
            ["optimizer"] = options.Optimizer.Describe(),
            ["gradients"] = gradients.Describe(),
            ["loss"] = options.Loss.Describe(),
            ["metrics"] = string.Join("; ", options.Metrics.Select(m => m.Describe())),
            ["weight average"] = options.WeightAverage?.Describe() ?? "none",
            ["stopping"] = string.Join("; ", options.StopWhen.Select(r => r.Describe())),
            ["evaluation"] =
                $"test every {Description.Number(options.EvaluateTestEvery)}, training from "
                + Description.Number(options.EvaluateTrainingFrom),
            ["observers"] = string.Join("; ", observers.Select(o => o.Name)),
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
        };
        // No line where there is nothing: checkpoints of before know no such images, and nothing of what is frozen.
        if (validation is not null)
            lines["validation data"] = validation.ContentHash.ToString();
        if (
            string.Join("; ", network.named_parameters().Where(p => !p.parameter.requires_grad).Select(p => p.name)) is
            { Length: > 0 } frozen
        )
            lines["frozen parameters"] = frozen;
        return lines.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
