using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Generalization.Experiments;

/// <summary>The names by which stores tell experiments apart.</summary>
internal static class ExperimentIdentity
{
    private const int Digits = 16;

    /// <summary>The identity of the current schema.</summary>
    public static string Of(Experiment experiment) => Hash(TextOf(experiment));

    /// <summary>What the identity is taken over: kind, schema, and what differs from the defaults in ordinal order of the names.</summary>
    public static string TextOf(Experiment experiment)
    {
        var kind = experiment.Kind;
        var defaults = kind.Defaults;
        var text = new JsonObject { ["kind"] = kind.Word, ["schema"] = kind.Schema };
        foreach (var (name, value) in kind.Write(experiment).OrderBy(p => p.Key, StringComparer.Ordinal))
            if (name is not ("kind" or "schema") && !(defaults.TryGetValue(name, out var usual) && JsonNode.DeepEquals(usual, value)))
                text[name] = value?.DeepClone();
        return text.ToJsonString();
    }

    /// <summary>The identity that the first schema gave, over all its properties; null where that schema could not say the
    /// experiment.</summary>
    public static string? OfFirstSchema(Experiment experiment) =>
        experiment.Kind.WriteFirstSchema(experiment) is { } json ? Hash(json.ToJsonString()) : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
}
