using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Generalization.Experiments;

/// <summary>A list of experiments with a name: a preset, or a file of the caller's.</summary>
/// <param name="Name">The name.</param>
/// <param name="Experiments">The experiments, each once, the most informative first.</param>
public sealed record ExperimentList(string Name, ImmutableArray<Experiment> Experiments)
{
    /// <summary>Reads {"name": "…", "sweeps": [ … ]}.</summary>
    /// <param name="json">The JSON; comments and trailing commas are allowed.</param>
    /// <param name="kinds">The kinds that it may have.</param>
    /// <exception cref="ExperimentException">It is not a list of experiments.</exception>
    public static ExperimentList Parse(string json, ExperimentKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(kinds);
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(
                json,
                documentOptions: new JsonDocumentOptions
                {
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true,
                    AllowDuplicateProperties = false,
                }
            );
        }
        catch (JsonException e)
        {
            throw new ExperimentException($"A list of experiments must be JSON, but is not: {e.Message}", e);
        }

        if (
            root is not JsonObject list
            || list["sweeps"] is not JsonArray sweeps
            || list["name"] is not JsonValue words
            || !words.TryGetValue(out string? name)
            || name.Length == 0
        )
            throw new ExperimentException("A list of experiments must be a JSON object with a name and sweeps, a list, but is not.");
        if (list.Select(p => p.Key).FirstOrDefault(k => k is not ("name" or "sweeps")) is { } unknown)
            throw new ExperimentException($"A list of experiments has a name and sweeps, but this one also has {unknown}.");
        var experiments = sweeps.SelectMany(
            (sweep, i) =>
            {
                try
                {
                    return Sweep.Parse(sweep).Expand(kinds);
                }
                catch (ExperimentException e)
                {
                    throw new ExperimentException($"Sweep {i + 1} of {name}: {e.Message}", e);
                }
            }
        );
        return new ExperimentList(name, [.. experiments.DistinctBy(e => e.Id)]);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">The kinds that it may have.</param>
    /// <exception cref="ExperimentException">It is not a list of experiments.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ExperimentList Load(string path, ExperimentKinds kinds)
    {
        try
        {
            return Parse(File.ReadAllText(path), kinds);
        }
        catch (ExperimentException e)
        {
            throw new ExperimentException($"{path}: {e.Message}", e);
        }
    }
}
