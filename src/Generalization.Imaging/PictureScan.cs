using Generalization.Data;
using Generalization.Imaging.Decoding;

namespace Generalization.Imaging;

/// <summary>Finds the pictures and class folders below a folder, and counts what it passes over.</summary>
internal sealed class PictureScan
{
    private readonly SymbolicLinks links;

    /// <param name="root">The folder.</param>
    /// <param name="followLinks">Whether symbolic links may lead out of it.</param>
    public PictureScan(string root, bool followLinks) => links = new SymbolicLinks(root, followLinks);

    /// <summary>What was passed over so far.</summary>
    public PassedOverTally PassedOver { get; } = new();

    /// <summary>The folders in a folder that are not clutter, in ordinal order of their names; clutter's files are counted.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="loose">What files beside the folders are, to follow their number.</param>
    public DirectoryInfo[] Folders(string folder, string loose)
    {
        var found = new List<DirectoryInfo>();
        foreach (var entry in Entries(folder))
            if (entry is DirectoryInfo directory)
                found.Add(directory);
            else
                PassedOver.Add(loose, entry.FullName);

        return [.. found];
    }

    /// <summary>The pictures in a folder and below it, in ordinal order of their paths.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DatasetFormatException">A symbolic link leads out of the root, nowhere, or to a folder that holds it.</exception>
    public string[] Pictures(string folder)
    {
        var found = new List<string>();
        Add(folder, [links.Follow(new DirectoryInfo(folder))], found);
        return [.. found.OrderBy(f => f.Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal)];
    }

    /// <summary>Refuses a file whose path leads out of the root.</summary>
    public void Check(string file) => links.Follow(new FileInfo(file));

    /// <summary>Counts all files of a folder as passed over; a link to one as one file.</summary>
    public void PassOver(DirectoryInfo folder, string reason) =>
        PassedOver.Add(reason, folder.Attributes.HasFlag(FileAttributes.ReparsePoint) ? [folder.FullName] : FilesBelow(folder.FullName));

    /// <summary>Counts what lies in a folder beside what is read of it.</summary>
    public void PassOverOthers(string folder, string reason, params string[] read)
    {
        foreach (var entry in Entries(folder).Where(e => !read.Contains(e.Name)))
            if (entry is DirectoryInfo other)
                PassOver(other, reason);
            else
                PassedOver.Add(reason, entry.FullName);
    }

    private void Add(string folder, List<string> above, List<string> found)
    {
        foreach (var entry in Entries(folder))
        {
            var real = links.Follow(entry, above[^1]);
            if (entry is DirectoryInfo)
            {
                if (above.Contains(real))
                    throw SymbolicLinks.Wrong(entry, "a folder that does not hold the link", real, "Remove the link.");
                Add(Path.Combine(folder, entry.Name), [.. above, real], found);
            }
            else if (PictureFormats.Has(entry.Name))
                found.Add(Path.Combine(folder, entry.Name));
            else
                PassedOver.AddOther(entry.FullName);
        }
    }

    // What is no clutter, by name.
    private List<FileSystemInfo> Entries(string folder)
    {
        var entries = new List<FileSystemInfo>();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
            if (Clutter.ReasonFor(entry) is not { } reason)
                entries.Add(entry);
            else if (entry is DirectoryInfo clutter)
                PassOver(clutter, reason);
            else
                PassedOver.Add(reason, entry.FullName);
        return entries;
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(
            folder,
            "*",
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
                IgnoreInaccessible = true,
            }
        );
}
