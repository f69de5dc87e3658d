namespace Generalization.Imaging;

/// <summary>What programs and systems leave in folders, and nobody means as a class or a picture.</summary>
internal static class Clutter
{
    private static readonly string[] OfSystems =
    [
        "__MACOSX",
        "Icon\r",
        "@eaDir",
        "@Recycle",
        "@Recently-Snapshot",
        "#recycle",
        "#snapshot",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
        "Thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
    ];

    /// <summary>Why an entry is passed over, to follow a number of files; null where it is not.</summary>
    public static string? ReasonFor(FileSystemInfo entry) =>
        entry.Name.StartsWith('.') || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden)) ? "hidden"
        : OfSystems.Contains(entry.Name, StringComparer.OrdinalIgnoreCase) ? "of the operating system"
        : null;
}
