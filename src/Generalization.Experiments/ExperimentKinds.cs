using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Generalization.Experiments;

/// <summary>The kinds of experiments that can be read; immutable.</summary>
/// <param name="All">The kinds, no two of one word.</param>
public sealed record ExperimentKinds(ImmutableArray<IExperimentKind> All)
{
    /// <summary>The same with one more kind. A kind with the same word is replaced.</summary>
    /// <param name="kind">The kind.</param>
    public ExperimentKinds With(IExperimentKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return new([.. All.Where(k => k.Word != kind.Word), kind]);
    }

    /// <summary>Reads an experiment.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="ExperimentException">It is not an experiment; the sentence says where.</exception>
    public Experiment Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using (var document = JsonDocument.Parse(json))
                StrictJson.Check(document.RootElement);
            return Parse(JsonNode.Parse(json));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw Refuse(e);
        }
    }

    /// <inheritdoc cref="Parse(string)" path="/*[not(self::param)]"/>
    /// <param name="json">The JSON, which may be changed.</param>
    public Experiment Parse(JsonNode? json)
    {
        IExperimentKind? kind = null;
        try
        {
            if (json is null)
                throw new ExperimentException("An experiment must be a JSON object, but was null.", null);
            if (json is not JsonObject properties)
                throw new JsonException($"It must be an object, but is {json.GetValueKind().ToString().ToLowerInvariant()}.");
            kind = KindOf(properties);
            return kind.Parse(properties, SchemaOf(properties, kind));
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or ArgumentException
                        or NotSupportedException
                        or FormatException
                        or InvalidOperationException
                        or OverflowException
            )
        {
            throw Refuse(e, kind is null ? null : JsonSentence.Of(e, (JsonObject)json!));
        }
    }

    /// <summary>The schema of an experiment's JSON: the current one where the JSON does not say.</summary>
    internal static int SchemaOf(JsonObject properties, IExperimentKind kind)
    {
        if (!properties.TryGetPropertyValue("schema", out var schema))
            return kind.Schema;
        return schema is JsonValue value && value.TryGetValue(out int number) && number >= 1 && number <= kind.Schema
            ? number
            : throw new ArgumentException(
                $"Schema must lie in [1, {kind.Schema}], which this version reads, but was {schema?.ToJsonString() ?? "null"}."
            );
    }

    private static ExperimentException Refuse(Exception e, string? sentence = null) =>
        new($"An experiment must be JSON of known properties and values: {sentence ?? e.Message}", e);

    private IExperimentKind KindOf(JsonObject properties)
    {
        if (properties["kind"] is not JsonValue value || !value.TryGetValue(out string? word))
            throw new JsonException($"It must say its kind, one of {Words}, but does not.");
        return All.FirstOrDefault(k => k.Word == word) ?? throw new JsonException($"The kind must be one of {Words}, but was {word}.");
    }

    private string Words => string.Join(", ", All.Select(k => k.Word));
}
