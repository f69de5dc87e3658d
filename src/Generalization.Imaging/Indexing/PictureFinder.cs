using System.IO.Enumeration;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.Indexing;

/// <summary>Finds the pictures of a split in folders, with their lengths, and remembers what folders were like.</summary>
internal sealed class PictureFinder
{
    private readonly string root;
    private readonly SymbolicLinks links;
    private readonly IProgress<IndexProgress>? progress;
    private readonly List<PlaceStamp> stamps = [];
    private int pictures;

    /// <param name="root">The folder that all lies in.</param>
    /// <param name="followLinks">Whether symbolic links may lead out of it.</param>
    /// <param name="progress">Is told after each folder.</param>
    public PictureFinder(string root, bool followLinks, IProgress<IndexProgress>? progress)
    {
        (this.root, this.progress) = (Path.GetFullPath(root), progress);
        (links, Scan) = (new SymbolicLinks(root, followLinks), new PictureScan(root, followLinks));
    }

    /// <summary>Looks at folders of classes, and counts what is passed over.</summary>
    public PictureScan Scan { get; }

    /// <summary>What must be as it was for what was found to hold.</summary>
    public IReadOnlyList<PlaceStamp> Stamps => stamps;

    /// <summary>A path below the root.</summary>
    public string Below(string path) => Path.GetRelativePath(root, path) is "." ? "" : Path.GetRelativePath(root, path).Replace('\\', '/');

    /// <summary>Refuses a file that is a link out of the folder, unless such links are followed.</summary>
    /// <param name="file">The file.</param>
    public void CheckLink(string file) => links.Follow(new FileInfo(file));

    /// <summary>Remembers what a file or folder is like.</summary>
    public void Stamp(string path) => Stamp(StampOf(path));

    /// <summary>Remembers what a file or folder was like.</summary>
    public void Stamp(PlaceStamp stamp) => stamps.Add(stamp);

    /// <summary>What a file or folder is like. Threads may ask at once.</summary>
    public PlaceStamp StampOf(string path) => PlaceStamp.Of(root, Below(path));

    /// <summary>Finds the pictures that lie in a folder itself.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="add">Takes each one's name and length.</param>
    /// <param name="token">Ends the work early.</param>
    public void In(string folder, Action<string, int> add, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        links.Follow(new DirectoryInfo(folder));
        Stamp(folder);
        foreach (var (name, kind, length) in Entries(folder))
        {
            if (!char.IsAsciiLetterOrDigit(name[0]) || OperatingSystem.IsWindows() || !PictureFormats.Has(name) || kind != EntryKind.File)
            {
                FileSystemInfo entry =
                    kind == EntryKind.Folder ? new DirectoryInfo(Path.Combine(folder, name)) : new FileInfo(Path.Combine(folder, name));
                if (IsPassedOver(folder, entry))
                    continue;
            }

            var bytes =
                kind == EntryKind.Link ? new FileInfo(links.Follow(new FileInfo(Path.Combine(folder, name)), folder)).Length : length;
            if (bytes > Array.MaxLength)
                throw new DatasetFormatException(
                    Path.Combine(folder, name),
                    0,
                    $"at most {Array.MaxLength} bytes",
                    FormattableString.Invariant($"{bytes}"),
                    remedy: "Take it out of the folder."
                );
            add(name, (int)bytes);
            Count(token);
        }

        progress?.Report(new("finding", pictures));
    }

    /// <summary>Counts a picture that was found.</summary>
    public void Count(CancellationToken token)
    {
        const int between = 4096;
        if (++pictures % between != 0)
            return;
        token.ThrowIfCancellationRequested();
        progress?.Report(new("finding", pictures));
    }

    private bool IsPassedOver(string folder, FileSystemInfo entry)
    {
        if (Clutter.ReasonFor(entry) is { } reason)
            Scan.PassedOver.Add(reason, entry.FullName);
        else if (entry is DirectoryInfo below)
            Scan.PassOver(below, $"in folders below {Path.GetFileName(folder)}");
        else if (!PictureFormats.Has(entry.Name))
            Scan.PassedOver.AddOther(entry.FullName);
        else
            return false;
        return true;
    }

    private enum EntryKind
    {
        File,
        Folder,
        Link,
    }

    private static FileSystemEnumerable<(string Name, EntryKind Kind, long Length)> Entries(string folder) =>
        new(
            folder,
            (ref FileSystemEntry entry) =>
                (
                    entry.FileName.ToString(),
                    entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !entry.IsDirectory ? EntryKind.Link
                    : entry.IsDirectory ? EntryKind.Folder
                    : EntryKind.File,
                    entry.IsDirectory ? 0 : entry.Length
                ),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }
        );
}
