using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Experiments;

/// <summary>What properties that a JSON does not name are.</summary>
internal static class ExperimentDefaults
{
    private static readonly ImmutableDictionary<string, JsonObject> ByKind = ImmutableDictionary.CreateRange([
        Of("training", new TrainingExperiment { Dataset = "", Model = "" }, "dataset", "model"),
        Of("kernel", new KernelExperiment { Dataset = "" }, "dataset"),
        Of("finite-sample", new FiniteSampleExperiment { N = 1 }, "n"),
    ]);

    // The generated reader gives init properties that are missing their type's default, 0 or null, instead of the initializer's value.
    public static JsonNode? Fill(JsonNode? json)
    {
        if (
            json is not JsonObject experiment
            || experiment["kind"] is not JsonValue value
            || !value.TryGetValue(out string? kind)
            || !ByKind.TryGetValue(kind, out var defaults)
        )
            return json;
        foreach (var (name, standard) in defaults)
            if (!experiment.ContainsKey(name))
                experiment[name] = standard?.DeepClone();
        return experiment;
    }

    private static KeyValuePair<string, JsonObject> Of(string kind, Experiment standard, params ReadOnlySpan<string> required)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(standard, ExperimentJson.Default.Experiment)!;
        json.Remove("kind");
        foreach (var name in required)
            json.Remove(name);
        return new(kind, json);
    }
}
