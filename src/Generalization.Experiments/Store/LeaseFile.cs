using System.Globalization;
using System.Text;
using System.Text.Json;
using Generalization.Files;

namespace Generalization.Experiments.Store;

/// <summary>The numbered files by which processes agree on who works on a run: whoever makes the highest owns it.</summary>
internal static class LeaseFile
{
    private const string Prefix = "lease.";

    private const int Digits = 6;

    // Every content has one length and is written over the one before at once: no reader sees a part, and a full disk does not matter.
    private const int Length = 1024;

    /// <summary>The most seconds of work that a file may say: a thousand years.</summary>
    public const double MostSeconds = 3.2e10;

    /// <summary>The highest number: an owner each second reaches it in eleven days, and nobody else makes one.</summary>
    public const int MostNumber = 999_999;

    public static string PathOf(string folder, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D6}"));

    /// <summary>The numbers that are there, ascending. What has another name than an owner gives is nobody's; what has one and is no file
    /// counts as taken, since no owner can make a file of its name.</summary>
    public static int[] Numbers(string folder) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(folder, Prefix + "*")
                .Select(f => Path.GetFileName(f)[Prefix.Length..])
                .Where(digits => digits.Length == Digits)
                .Select(digits => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(n => n > 0)
                .Order(),
        ];

    /// <summary>Makes a number's file, which one process alone can.</summary>
    /// <returns>Whether it was this one.</returns>
    /// <exception cref="IOException">It cannot be made for another reason than that it is there.</exception>
    public static bool TryCreate(string folder, int number, LeaseContent content)
    {
        var path = PathOf(folder, number);
        // Ready before the file is there: an owner that dies between the two leaves an empty one, for which others wait the whole time-out.
        var bytes = Bytes(content);
        if (NewFile.TryCreate(path, FileShare.ReadWrite) is not { } file)
            return false;
        try
        {
            using (file)
                Write(file, bytes);
            return true;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public static void Renew(string folder, int number, LeaseContent content)
    {
        using var file = new FileStream(PathOf(folder, number), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Write(file, Bytes(content));
    }

    /// <summary>The text of a number's file; empty where it has none yet.</summary>
    public static string Read(string folder, int number)
    {
        try
        {
            using var file = RegularFile.OpenRead(PathOf(folder, number), share: FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Length];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, Length, throwOnEndOfStream: false));
        }
        catch (FileNotFoundException)
        {
            return "";
        }
        catch (IOException) when (IsNoFile(PathOf(folder, number)))
        {
            // Others wait for the time-out, as for an owner that says nothing.
            return "";
        }
    }

    /// <summary>What a text says; null where it is none.</summary>
    public static LeaseContent? Parse(string text)
    {
        try
        {
            // A property that is missing is null or 0, whatever its type says.
            return
                JsonSerializer.Deserialize(text, StoreJson.Default.LeaseContent)
                    is { Owner: not null, Seconds: >= 0 and <= MostSeconds } content
                ? content
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsNoFile(string path)
    {
        try
        {
            RegularFile.Check(path);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static byte[] Bytes(LeaseContent content)
    {
        var padded = new byte[Length];
        padded.AsSpan().Fill((byte)' ');
        JsonSerializer.SerializeToUtf8Bytes(content, StoreJson.Default.LeaseContent).CopyTo(padded, 0);
        padded[^1] = (byte)'\n';
        return padded;
    }

    private static void Write(FileStream file, byte[] bytes)
    {
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
