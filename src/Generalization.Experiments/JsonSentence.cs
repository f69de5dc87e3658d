using System.Text.Json;
using System.Text.Json.Nodes;

namespace Generalization.Experiments;

/// <summary>What System.Text.Json says of an object, in words of the file's writer: properties and values, and no types of .NET.</summary>
internal static class JsonSentence
{
    /// <summary>The sentence, with a full stop.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="json">The object that was read.</param>
    public static string Of(Exception error, JsonObject json)
    {
        var message = error.Message;
        if (error is not JsonException { Path: var path } || !message.Contains("JSON", StringComparison.Ordinal))
            return message;
        if (message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"\"{Quoted(message, 1)}\" is none of its properties.";
        if (message.Contains("missing required properties", StringComparison.Ordinal))
            return $"It must say {message[(message.LastIndexOf(':') + 1)..].Replace("'", "", StringComparison.Ordinal).Trim(' ', '.')}.";
        if (
            !message.Contains("could not be converted", StringComparison.Ordinal)
            || path is null
            || !path.StartsWith("$.", StringComparison.Ordinal)
        )
            return message;
        var name = path[2..];
        // What lies deeper is not looked up.
        return name.IndexOfAny(['.', '[']) >= 0
            ? $"{name} must be {Kind(message)}."
            : $"{name} must be {Kind(message)}, but was {json[name]?.ToJsonString() ?? "null"}.";
    }

    private static string Quoted(string message, int which) =>
        message.Split('\'') is var parts && parts.Length > which ? parts[which] : message;

    private static string Kind(string message) =>
        message.Contains("UInt", StringComparison.Ordinal) ? "a whole number of at least 0"
        : message.Contains("Int", StringComparison.Ordinal) ? "a whole number"
        : message.Contains("Double", StringComparison.Ordinal) ? "a number"
        : message.Contains("Boolean", StringComparison.Ordinal) ? "true or false"
        : message.Contains("String", StringComparison.Ordinal) ? "a text in quotes"
        : "another value";
}
