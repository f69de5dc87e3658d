using System.Text.Json;
using System.Text.Json.Nodes;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Results;

namespace Generalization.Report.Distributed;

/// <summary>A distributed training's numbers under the names that all samples share: {"runs":[…]}.</summary>
internal static class DistributedJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Of(DistributedRun run)
    {
        var own = JsonNode.Parse(run.ToJson())!.AsObject();
        var last = run.HasDiverged ? null : run.Epochs.LastOrDefault();
        var fitted = run.Epochs.FirstOrDefault(e => e.TrainAccuracy == 1);
        var staleness = new StalenessCounts();
        foreach (var counts in run.Staleness.SelectMany(block => block.Values))
            staleness.Add(new StalenessCounts(counts.AsSpan()));
        var json = new JsonObject
        {
            ["dataset"] = run.Dataset,
            ["trainCount"] = run.TrainCount,
            ["testCount"] = run.TestCount,
            ["model"] = run.Model,
            ["parameters"] = run.Parameters,
            ["corruption"] = run.Corruption,
            ["corruptionProbability"] = run.CorruptionProbability,
            ["seed"] = run.Seed,
            ["epochs"] = run.Epochs.LastOrDefault()?.Epoch ?? 0,
            ["epochsToFit"] = fitted?.Epoch,
            ["stepsToFit"] = fitted?.Updates,
            ["steps"] = run.Updates,
            ["trainLoss"] = Finite(last?.TrainLoss),
            ["trainAccuracy"] = Finite(last?.TrainAccuracy),
            ["onlineAccuracy"] = Finite(last?.OnlineAccuracy),
            ["testLoss"] = Finite(last?.TestLoss),
            ["testAccuracy"] = Finite(last?.TestAccuracy),
            ["bestTestAccuracy"] = Finite(run.Epochs.Max(e => e.TestAccuracy)),
            // Nobody looks at the two subsets here.
            ["cleanSubsetAccuracy"] = null,
            ["corruptedSubsetAccuracy"] = null,
            ["seconds"] = run.Seconds,
            ["imagesPerSecond"] = Finite(run.ImagesPerSecond),
            ["device"] = "cpu",
            ["workers"] = run.Workers,
            ["policy"] = WordOf(run.Policy),
            ["remedy"] = run.Remedy,
            ["simulated"] = run.IsSimulated,
            ["staleness"] = new JsonObject
            {
                ["mean"] = staleness.Mean,
                ["max"] = staleness.Largest,
                ["histogram"] = new JsonArray([.. staleness.Values.ToArray().Select(n => JsonValue.Create(n))]),
            },
            ["bytesPerStep"] = run.BytesPerStep,
            ["lostWorkers"] = run.WorkersLost,
            ["lostGradients"] = run.PartsLost,
            ["stalenessByBlock"] = own["staleness"]!.DeepClone(),
            ["history"] = own["epochs"]!.DeepClone(),
        };
        foreach (var (name, value) in own)
            if (name is not ("isSimulated" or "workersLost") && !json.ContainsKey(name))
                json[name] = value?.DeepClone();
        WithoutNames(json);
        return new JsonObject { ["runs"] = new JsonArray(json) }.ToJsonString(Json);
    }

    // The words of who compares policies of several systems.
    private static string WordOf(string policy) =>
        UpdatePolicy.Parse(policy) switch
        {
            StaleSynchronous stale => FormattableString.Invariant($"ssp:{stale.Bound}"),
            Softsync soft => FormattableString.Invariant($"softsync:{soft.Splits}"),
            SynchronousWithBackups backup => FormattableString.Invariant($"sync+backup:{backup.Spare}"),
            var other => other.Describe(),
        };

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    // What is no number is null.
    private static void WithoutNames(JsonNode node)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (name, value) in named.ToArray())
                    if (IsName(value))
                        named[name] = null;
                    else if (value is not null)
                        WithoutNames(value);
                break;
            case JsonArray list:
                foreach (var value in list)
                    if (value is not null)
                        WithoutNames(value);
                break;
        }
    }

    private static bool IsName(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var said) && said is "NaN" or "Infinity" or "-Infinity";
}
