using Generalization.Files;

namespace Generalization.Imaging.ImageNet;

/// <summary>The names of classes by WordNet id, from a text file whose lines are an id, a space or a tab, and the names.</summary>
internal static class WordNetNames
{
    private const long MostBytes = 64 << 20;

    private static readonly string[] Files = ["LOC_synset_mapping.txt", "synset_words.txt", "words.txt"];

    /// <summary>The files that may have them, the first one first.</summary>
    /// <param name="folders">Where it is looked for.</param>
    public static string[] Candidates(params IEnumerable<string> folders) =>
        [.. folders.Distinct().SelectMany(f => Files.Select(name => Path.Combine(f, name)))];

    /// <summary>The name of each class: of a word that two classes have, the id tells them apart; an id without a line is its own
    /// name.</summary>
    public static string[] Of(string[] classes, string? file)
    {
        if (file is null)
            return classes;
        var wanted = classes.ToHashSet();
        var names = new Dictionary<string, string>();
        foreach (var line in RegularFile.ReadText(file, MostBytes).Split('\n', StringSplitOptions.TrimEntries))
            if (line.IndexOfAny([' ', '\t']) is > 0 and var at && wanted.Contains(line[..at]))
                names[line[..at]] = line[(at + 1)..].Trim();
        var twice = names.Values.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return
        [
            .. classes.Select(c =>
                !names.TryGetValue(c, out var name) ? c
                : twice.Contains(name) ? $"{name} ({c})"
                : name
            ),
        ];
    }
}
