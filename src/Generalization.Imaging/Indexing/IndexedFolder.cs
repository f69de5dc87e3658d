namespace Generalization.Imaging.Indexing;

/// <summary>Takes a folder's index where one was kept and still holds, and makes and keeps one where not.</summary>
internal static class IndexedFolder
{
    /// <summary>The index.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">How it is indexed.</param>
    /// <param name="words">What else decides what is found, beside the options.</param>
    /// <param name="make">Makes it.</param>
    public static PictureIndex Open(string root, IndexOptions options, string words, Func<string, PictureIndex> make)
    {
        var asked = $"{options.Words}, {words}";
        foreach (var path in IndexPlace.Of(root, options.IndexFile))
            if (PictureIndexFile.Read(path) is { } kept && kept.Words == asked && IsBelow(kept) && kept.Holds(root))
                return kept;
        var made = make(asked);
        IndexPlace.Keep(root, options.IndexFile, made);
        return made;
    }

    // A file that came with the folder must not name others than the folder's.
    private static bool IsBelow(PictureIndex index) =>
        index.Train.Places.Concat(index.Test.Places).All(p => !Path.IsPathRooted(p.Path) && !p.Path.Split('/', '\\').Contains(".."))
        && IsPlain(index.Train)
        && IsPlain(index.Test);

    private static bool IsPlain(PictureList list) => list.Names.AsSpan().IndexOfAny((byte)'/', (byte)'\\') < 0;
}
