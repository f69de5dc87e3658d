using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Generalization.Experiments.Store;

/// <summary>result.json: the experiment, the numbers under the name of its kind, and what is common to all.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly string[] Common =
    [
        "experiment",
        "error",
        "dataHash",
        "sourceHash",
        "parts",
        "dataVerified",
        "weightsHash",
        "version",
        "device",
        "threads",
        "finished",
        "seconds",
    ];

    public static string TextOf(RunResult result)
    {
        var kind = result.Experiment.Kind;
        var json = new JsonObject
        {
            ["experiment"] = kind.Write(result.Experiment),
            [kind.ResultName] = result.Numbers is { } numbers ? kind.WriteResult(numbers) : null,
            ["error"] = result.Error,
            ["dataHash"] = result.DataHash,
            ["sourceHash"] = result.SourceHash,
            ["dataVerified"] = result.DataVerified,
            ["weightsHash"] = result.WeightsHash,
            ["version"] = result.Version,
            ["device"] = result.Device,
            ["threads"] = result.Threads,
            ["finished"] = result.Finished,
            ["seconds"] = result.Seconds,
        };
        // Only where the caller has parts of its own.
        if (result.Parts is { } parts)
            json["parts"] = parts;
        return json.ToJsonString(Indented) + "\n";
    }

    /// <summary>Reads a result of a kind; schema 1 names those of the other kinds as null.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    /// <exception cref="FormatException">A value is not in its format.</exception>
    public static RunResult Parse(string text, IExperimentKind kind)
    {
        using (var document = JsonDocument.Parse(text))
            StrictJson.Check(document.RootElement);
        if (JsonNode.Parse(text) is not JsonObject json)
            throw new JsonException("It must be an object.");
        if (json.FirstOrDefault(p => p.Value is not null && p.Key != kind.ResultName && !Common.Contains(p.Key)).Key is { } unknown)
            throw new JsonException($"It must hold a result of a {kind.Word} experiment, but holds {unknown}.");
        if (json["experiment"] is not JsonObject experiment || Word(experiment, "kind") is not { } word)
            throw new JsonException("It must hold an experiment with its kind.");
        if (word != kind.Word)
            throw new JsonException($"It must be of a {kind.Word} experiment, but is of a {word} one.");
        var schema = ExperimentKinds.SchemaOf(experiment, kind);
        var numbers = json[kind.ResultName] is { } found ? kind.ParseResult(found, schema) : null;
        return new RunResult
        {
            Experiment = kind.Parse((JsonObject)experiment.DeepClone(), schema),
            Numbers = numbers,
            Error = Word(json, "error"),
            DataHash = Word(json, "dataHash"),
            SourceHash = Word(json, "sourceHash"),
            Parts = Word(json, "parts"),
            DataVerified = Truth(json, "dataVerified"),
            WeightsHash = Word(json, "weightsHash"),
            Version = Word(json, "version") ?? throw Missing("version"),
            Device = Word(json, "device") ?? throw Missing("device"),
            Threads = Value<int>(json, "threads"),
            Finished = Word(json, "finished") ?? throw Missing("finished"),
            Seconds = Value<double>(json, "seconds") is { } s and >= 0 and <= LeaseFile.MostSeconds
                ? s
                : throw Missing("seconds, at most a thousand years"),
        };
    }

    private static string? Word(JsonObject json, string name) =>
        json[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out string? word) => word,
            _ => throw new JsonException($"{name} must be words."),
        };

    private static bool? Truth(JsonObject json, string name) =>
        json[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out bool truth) => truth,
            _ => throw new JsonException($"{name} must be true or false."),
        };

    private static T? Value<T>(JsonObject json, string name)
        where T : struct =>
        json[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out T number) => number,
            _ => throw new JsonException($"{name} must be a number."),
        };

    private static JsonException Missing(string name) => new(string.Create(CultureInfo.InvariantCulture, $"It must hold {name}."));
}
