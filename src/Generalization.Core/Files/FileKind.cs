namespace Generalization.Files;

/// <summary>What lies under a path, links followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or what this system does not tell.</summary>
    Unknown,

    /// <summary>A file with content of its own.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A device.</summary>
    Device,

    /// <summary>A socket.</summary>
    Socket,
}
