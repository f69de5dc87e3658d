using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Generalization.Data;
using Generalization.Inputs;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Training.Checkpoints;

/// <summary>What a training is, line by line: two of which a line differs are two trainings.</summary>
internal static class TrainingIdentity
{
    public static ImmutableSortedDictionary<string, string> Of(
        string words,
        nn.Module network,
        TrainTestData data,
        InputPipeline input,
        TrainingOptions options,
        ulong seed
    ) =>
        new Dictionary<string, string>
        {
            ["identity"] = words,
            ["network"] = string.Join("; ", network.state_dict().Select(s => $"{s.Key} ({string.Join(", ", s.Value.shape)})")),
            ["modules"] = string.Join("; ", Modules(network).Select(m => $"{m.Name} {m.Module.GetType().Name}".TrimStart())),
            ["random layers"] = string.Join(
                "; ",
                Modules(network).Where(m => m.Module is IRandomModule).Select(m => $"{m.Name}: {m.Module}")
            ),
            ["training data"] = data.Train.ContentHash.ToString(),
            ["changed labels"] = data.Train.ChangedCount.ToString(CultureInfo.InvariantCulture),
            ["test data"] = data.Test.ContentHash.ToString(),
            ["input"] = string.Join("; ", input.Steps),
            ["precision"] = options.Precision.ToString(),
            ["schedule"] = Words(options.Schedule),
            ["batch size"] = Number(options.BatchSize),
            ["layout"] = options.Layout.ToString(),
            ["momentum"] = Number(options.Momentum),
            ["weight decay"] = $"{Number(options.WeightDecay)} on {options.WeightDecayOn}",
            ["epochs"] = Number(options.Epochs),
            ["stopping"] = string.Join("; ", options.StopWhen.Select(Words)),
            ["evaluation"] = $"test every {Number(options.EvaluateTestEvery)}, training from {Number(options.EvaluateTrainingFrom)}",
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A network's modules, itself with an empty name among them.</summary>
    public static IEnumerable<(string Name, nn.Module Module)> Modules(nn.Module network) => network.named_modules().Prepend(("", network));

    // Every public property, lists included, which a record's own words leave out.
    private static string Words(object description) =>
        $"{description.GetType().Name} " + $"{JsonSerializer.Serialize(description, description.GetType())}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
