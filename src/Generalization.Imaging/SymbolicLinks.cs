using Generalization.Data;

namespace Generalization.Imaging;

/// <summary>Says where symbolic links in a folder lead, and refuses those that lead out of it.</summary>
internal sealed class SymbolicLinks
{
    private const int MostLinks = 40;

    private readonly string root;
    private readonly bool mayLeave;

    /// <param name="root">The folder.</param>
    /// <param name="mayLeave">Whether a link may lead out of it.</param>
    public SymbolicLinks(string root, bool mayLeave) => (this.root, this.mayLeave) = (RealPath(Path.GetFullPath(root)), mayLeave);

    /// <summary>Where an entry of a folder really lies.</summary>
    /// <param name="entry">A file or folder.</param>
    /// <param name="folder">Where its folder really lies.</param>
    /// <exception cref="DatasetFormatException">It is a link that leads out of the root, or nowhere.</exception>
    public string Follow(FileSystemInfo entry, string folder)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? Follow(entry) : Path.Combine(folder, entry.Name);
    }

    /// <summary>Where something really lies, any part of whose path may be a link.</summary>
    /// <inheritdoc cref="Follow(FileSystemInfo, string)"/>
    public string Follow(FileSystemInfo entry)
    {
        var target = RealPath(entry.FullName);
        if (!File.Exists(target) && !Directory.Exists(target))
            throw Wrong(entry, "something at its end", $"nothing at {target}", "Remove the link.");
        if (!mayLeave && target != root && !target.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar))
            throw Wrong(
                entry,
                $"a target in {root}",
                target,
                "Allow such links by FollowLinks (--follow-links in the samples) if you trust them, or remove this one."
            );
        return target;
    }

    /// <summary>The exception for a link that cannot be followed.</summary>
    public static DatasetFormatException Wrong(FileSystemInfo link, string expected, string found, string remedy) =>
        new(link.FullName, "a symbolic link", expected, found, remedy);

    // Each part of a path may be a link, and each part of a link's target.
    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var parts = new Stack<string>(Parts(path).Reverse());
        for (var links = 0; parts.TryPop(out var part); )
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                throw Wrong(new FileInfo(path), $"at most {MostLinks} links on the way", "more, perhaps a circle", "Remove the link.");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (var more in Parts(target).Reverse())
                parts.Push(more);
        }

        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path[(Path.GetPathRoot(path)?.Length ?? 0)..]
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part != ".");
}
