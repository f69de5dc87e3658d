using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Generalization.Experiments;

/// <summary>Experiments that share most of their properties: every combination of the values of some, on top of the same base.</summary>
/// <remarks>In JSON {"purpose": "…", "base": {…}, "over": {"property": [values], …}}; the last property changes fastest.</remarks>
public sealed class Sweep
{
    // Each experiment has its own copy of the base's words.
    private const long MostCharacters = 1L << 28;

    private readonly JsonObject template;
    private readonly ImmutableArray<(string Property, ImmutableArray<JsonNode?> Values)> over;

    private Sweep(string purpose, JsonObject template, ImmutableArray<(string, ImmutableArray<JsonNode?>)> over) =>
        (Purpose, this.template, this.over) = (purpose, template, over);

    /// <summary>What it is for, in a few words, shown in lists.</summary>
    public string Purpose { get; }

    /// <summary>Reads one.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="ExperimentException">It is not a sweep.</exception>
    public static Sweep Parse(JsonNode? json)
    {
        if (json is not JsonObject sweep || sweep["base"] is not JsonObject template)
            throw new ExperimentException(
                "A sweep must be a JSON object with a base, an object, and may have a purpose and an over, but is not.",
                null
            );
        if (sweep.Select(p => p.Key).FirstOrDefault(k => k is not ("purpose" or "base" or "over")) is { } unknown)
            throw new ExperimentException($"A sweep has purpose, base and over, but this one also has {unknown}.", null);
        var over = ImmutableArray.CreateBuilder<(string, ImmutableArray<JsonNode?>)>();
        if (sweep["over"] is { } properties and not JsonObject)
            throw new ExperimentException(
                "A sweep's over must be an object of properties and lists of their " + $"values, but was {properties.ToJsonString()}.",
                null
            );
        foreach (var (property, values) in sweep["over"] as JsonObject ?? [])
            over.Add(
                values is JsonArray { Count: > 0 } list
                    ? (property, [.. list])
                    : throw new ExperimentException($"A sweep goes over lists of at least one value, but {property} is not one.", null)
            );
        if (sweep["purpose"] is { } words && words.GetValueKind() != JsonValueKind.String)
            throw new ExperimentException($"A sweep's purpose must be words, but was {words.ToJsonString()}.", null);
        return new Sweep((string?)sweep["purpose"] ?? "", template, over.ToImmutable());
    }

    /// <summary>How many combinations there are: the product of the numbers of values; <see cref="long.MaxValue"/> where it is
    /// larger.</summary>
    public long Count
    {
        get
        {
            long product = 1;
            foreach (var (_, values) in over)
                product = product > long.MaxValue / values.Length ? long.MaxValue : product * values.Length;
            return product;
        }
    }

    /// <summary>The experiments, in order.</summary>
    /// <param name="kinds">The kinds that they may be of.</param>
    /// <param name="most">How many there may be, at least 1. Default: <see cref="ExperimentList.DefaultMostExperiments"/>,
    /// 100,000.</param>
    /// <exception cref="ExperimentException">A combination is not an experiment, or there are more than there may be.</exception>
    public ImmutableArray<Experiment> Expand(ExperimentKinds kinds, int most = ExperimentList.DefaultMostExperiments)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        CheckSize(most);
        IEnumerable<JsonObject> combinations = [template];
        foreach (var (property, values) in over)
            combinations = combinations.SelectMany(c => values.Select(v => With(c, property, v)));
        // Each of its own, as reading changes it.
        return [.. combinations.Select(c => kinds.Parse(c.DeepClone()))];
    }

    // Before anything is multiplied: a few hundred bytes can say more experiments than a machine holds.
    private void CheckSize(int most)
    {
        if (Count > most)
            throw new ExperimentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It must multiply to at most {most:N0} experiments, but does to {(Count == long.MaxValue ? "more than " : "")}"
                        + $"{Count:N0}; take values away, or raise mostExperiments."
                )
            );
        var longest = template.ToJsonString().Length + over.Sum(o => (long)o.Values.Max(v => v?.ToJsonString().Length ?? 0));
        if (longest * Count > MostCharacters)
            throw new ExperimentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Its experiments must have at most {MostCharacters:N0} characters together, but have up to {longest * Count:N0}; "
                        + $"write shorter ones, or fewer."
                )
            );
    }

    private static JsonObject With(JsonObject before, string property, JsonNode? value)
    {
        var with = (JsonObject)before.DeepClone();
        with[property] = value?.DeepClone();
        return with;
    }
}
