using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Generalization.Files;

/// <summary>Opens files that came from elsewhere. What is no regular file is refused before it is opened: a named pipe would block the
/// reader for good, and a device may never end.</summary>
public static partial class RegularFile
{
    private const int SmallBuffer = 4096;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bufferSize">The stream's buffer in bytes; 0 for none. Default: 4,096.</param>
    /// <param name="options">How it will be read. Default: nothing special.</param>
    /// <param name="share">What others may do with it meanwhile. Default: read it.</param>
    /// <returns>The stream, which the caller disposes.</returns>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="IOException">It is a folder, a pipe, a socket or a device, or may not be read.</exception>
    public static FileStream OpenRead(
        string path,
        int bufferSize = SmallBuffer,
        FileOptions options = FileOptions.None,
        FileShare share = FileShare.Read
    )
    {
        Check(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize, options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path} must be a file that can be read, but nothing is there. Name another.", path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path} may not be read by this user. Allow it, or name another file.", e);
        }
    }

    /// <summary>Reads a text, UTF-8 where it does not begin with another mark.</summary>
    /// <param name="path">The file, which others may write, rename and remove meanwhile.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <returns>The text.</returns>
    /// <exception cref="IOException">It is no regular file, is not there, may not be read, or has more bytes.</exception>
    public static string ReadText(string path, long most)
    {
        using var file = OpenRead(path, share: FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > most)
            throw new IOException(
                FormattableString.Invariant($"{path} must have at most {most:N0} bytes, but has {file.Length:N0}. Use another file.")
            );
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>Refuses a path with something that is no regular file. A path where nothing exists is not refused.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It is a folder, a pipe, a socket or a device.</exception>
    public static void Check(string path)
    {
        var kind = Of(path) switch
        {
            FileKind.Folder => "a folder",
            FileKind.Pipe => "a named pipe",
            FileKind.Device => "a device",
            FileKind.Socket => "a socket",
            _ => null,
        };
        if (kind is not null)
            throw new IOException($"{path} must be a regular file, but is {kind}. Remove it, or name another file.");
    }

    private static FileKind Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
            return FileKind.Folder;
        return Mode(path) switch
        {
            0x8000 => FileKind.Regular,
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 => FileKind.Device,
            0xC000 => FileKind.Socket,
            _ => FileKind.Unknown,
        };
    }

    // The kind's bits of a file's mode, POSIX's S_IFMT; 0 where they are not to be had. .NET does not give them.
    private static int Mode(string path)
    {
        const int kindBits = 0xF000;
        Span<byte> found = stackalloc byte[256];
        try
        {
            // statx has one layout on all of Linux's processors.
            if (OperatingSystem.IsLinux())
                return Statx(-100, path, 0, 1, ref found[0]) == 0 ? BinaryPrimitives.ReadUInt16LittleEndian(found[28..]) & kindBits : 0;
            if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
                return Stat(path, ref found[0]) == 0 ? BinaryPrimitives.ReadUInt16LittleEndian(found[4..]) & kindBits : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library.
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte found);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, ref byte found);
}
