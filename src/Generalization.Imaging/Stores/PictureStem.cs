namespace Generalization.Imaging.Stores;

/// <summary>The name that a picture has in each layout.</summary>
internal static class PictureStem
{
    // An underscore and a WordNet id.
    private const int Suffix = 10;

    /// <summary>A file's name without its ending, and without the WordNet id that Hugging Face appends.</summary>
    public static string Of(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return stem.Length > Suffix && stem[^Suffix] == '_' && IsWordNetId(stem.AsSpan(stem.Length - Suffix + 1)) ? stem[..^Suffix] : stem;
    }

    /// <summary>Whether a text is an n and eight digits.</summary>
    public static bool IsWordNetId(ReadOnlySpan<char> text) =>
        text.Length == 9 && text[0] == 'n' && !text[1..].ContainsAnyExceptInRange('0', '9');
}
