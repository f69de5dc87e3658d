namespace Generalization.Imaging.Stores;

/// <summary>The file behind a path.</summary>
internal static class LinkedFile
{
    /// <summary>The file itself, or what a link leads to in the end: a link has a length and a time of its own.</summary>
    /// <param name="path">The file or link; it need not exist.</param>
    public static FileInfo Of(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file : new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path);
    }
}
