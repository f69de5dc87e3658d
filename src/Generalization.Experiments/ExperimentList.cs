using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Generalization.Files;

namespace Generalization.Experiments;

/// <summary>A list of experiments with a name: a preset, or a file of the caller's.</summary>
/// <param name="Name">The name.</param>
/// <param name="Experiments">The experiments, each once, the most informative first.</param>
public sealed record ExperimentList(string Name, ImmutableArray<Experiment> Experiments)
{
    /// <summary>How many experiments a list may multiply to where a caller does not say.</summary>
    public const int DefaultMostExperiments = 100_000;

    private const int MostBytes = 1 << 24;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads {"name": "…", "sweeps": [ … ]}.</summary>
    /// <param name="json">The JSON; comments and trailing commas are allowed.</param>
    /// <param name="kinds">The kinds that it may have.</param>
    /// <param name="mostExperiments">How many experiments its sweeps may multiply to together, at least 1. It is computed before any is
    /// made. Default: <see cref="DefaultMostExperiments"/>, 100,000.</param>
    /// <exception cref="ExperimentException">It is not a list of experiments, or multiplies to more.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public static ExperimentList Parse(string json, ExperimentKinds kinds, int mostExperiments = DefaultMostExperiments)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(kinds);
        if (mostExperiments < 1)
            throw new ArgumentOutOfRangeException(
                nameof(mostExperiments),
                FormattableString.Invariant($"mostExperiments must be at least 1, but was {mostExperiments}.")
            );
        using var document = Document(json);
        var (name, sweeps) = Parts(document.RootElement);
        var left = mostExperiments;
        var experiments = sweeps
            .EnumerateArray()
            .SelectMany(
                (sweep, i) =>
                {
                    try
                    {
                        StrictJson.Check(sweep);
                        var read = Sweep.Parse(JsonNode.Parse(sweep.GetRawText(), documentOptions: Lenient));
                        if (read.Count > left && left < mostExperiments)
                            throw new ExperimentException(
                                FormattableString.Invariant(
                                    $"A list must multiply to at most {mostExperiments:N0} experiments, but this sweep has {read.Count:N0} "
                                )
                                    + FormattableString.Invariant(
                                        $"after {mostExperiments - left:N0}; take values away, or raise mostExperiments."
                                    )
                            );
                        var expanded = read.Expand(kinds, mostExperiments);
                        left -= expanded.Length;
                        return expanded;
                    }
                    catch (Exception e) when (e is ExperimentException or JsonException)
                    {
                        throw new ExperimentException(FormattableString.Invariant($"Sweep {i + 1} of {name}: {e.Message}"), e);
                    }
                }
            );
        return new ExperimentList(name, [.. experiments.DistinctBy(e => e.Id)]);
    }

    /// <summary>Reads a file, of at most 16 MiB.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">The kinds that it may have.</param>
    /// <param name="mostExperiments">How many experiments its sweeps may multiply to together, at least 1. Default: <see
    /// cref="DefaultMostExperiments"/>, 100,000.</param>
    /// <exception cref="ExperimentException">It is not a list of experiments, or multiplies to more.</exception>
    /// <exception cref="IOException">It cannot be read, is no regular file, or is too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public static ExperimentList Load(string path, ExperimentKinds kinds, int mostExperiments = DefaultMostExperiments)
    {
        try
        {
            return Parse(RegularFile.ReadText(path, MostBytes), kinds, mostExperiments);
        }
        catch (ExperimentException e)
        {
            throw new ExperimentException($"{path}: {e.Message}", e);
        }
    }

    private static JsonDocument Document(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Lenient);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // The second is of text that is not whole Unicode characters.
            throw new ExperimentException($"A list of experiments must be JSON, but is not: {e.Message}", e);
        }
    }

    private static (string Name, JsonElement Sweeps) Parts(JsonElement root)
    {
        string? name = null;
        JsonElement? sweeps = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.ValueKind == JsonValueKind.Object ? root.EnumerateObject() : default)
        {
            var word = Property(property);
            if (word is not ("name" or "sweeps"))
                throw new ExperimentException($"A list of experiments has a name and sweeps, but this one also has {word}.");
            if (!seen.Add(word))
                throw new ExperimentException($"A list of experiments has one name and one list of sweeps, but {word} stands twice.");
            if (word == "name")
                name = Words(property.Value);
            else if (property.Value.ValueKind == JsonValueKind.Array)
                sweeps = property.Value;
        }

        return name is { Length: > 0 } && sweeps is { } found
            ? (name, found)
            : throw new ExperimentException("A list of experiments must be a JSON object with a name and sweeps, a list, but is not.");
    }

    private static string? Words(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Property(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "a name that is no text";
        }
    }
}
