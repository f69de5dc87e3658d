using System.Text.Json;

namespace Generalization.Experiments;

/// <summary>Refuses JSON that parsers take and that would fail later or be read in two ways: a name twice, and half of a pair of UTF-16,
/// which is no text.</summary>
internal static class StrictJson
{
    /// <summary>Looks through all of an element.</summary>
    /// <exception cref="JsonException">Something in it may not be; the sentence names the property, "over.seed[2]" for example.</exception>
    public static void Check(JsonElement element) => Check(element, "");

    private static void Check(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(element, path);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                    Check(item, FormattableString.Invariant($"{path}[{index++}]"));
                break;
            case JsonValueKind.String:
                _ = Text(element.GetString, path);
                break;
        }
    }

    private static void CheckObject(JsonElement element, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var name = Text(() => property.Name, path.Length == 0 ? "a name" : $"a name in {path}");
            var whole = path.Length == 0 ? name : $"{path}.{name}";
            if (!names.Add(name))
                throw new JsonException($"A property must stand once, but {whole} stands twice; remove one.");
            Check(property.Value, whole);
        }
    }

    private static string Text(Func<string?> read, string path)
    {
        try
        {
            return read() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(
                $"Words must be whole Unicode characters, but {path} holds half of a pair (\\ud800 to \\udfff alone); write the whole "
                    + "character.",
                e
            );
        }
    }
}
