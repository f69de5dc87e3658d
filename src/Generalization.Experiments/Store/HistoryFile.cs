using System.Collections.Immutable;
using System.Text.Json;
using Generalization.Files;
using Generalization.Training.History;

namespace Generalization.Experiments.Store;

/// <summary>The finished epochs of a training, a line of JSON each.</summary>
/// <remarks>Each owner writes a file of its own and puts it in the place of the one before: an earlier owner that wakes up writes where
/// nobody reads.</remarks>
/// <param name="path">The file.</param>
/// <param name="part">Where it is written aside.</param>
internal sealed class HistoryFile(string path, string part) : IDisposable
{
    private const int MostBytes = 1 << 28;

    private FileStream? file;

    /// <summary>The epochs up to the first line that is not whole, as a process may have ended within it.</summary>
    public static ImmutableArray<EpochRecord> Read(string path)
    {
        string text;
        try
        {
            text = RegularFile.ReadText(path, MostBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }

        var epochs = ImmutableArray.CreateBuilder<EpochRecord>();
        var whole = text.Split('\n')[..^1];
        foreach (var line in whole)
            if (Parse(line) is { } record && record.Epoch == epochs.Count + 1)
                epochs.Add(record);
            else
                break;
        return epochs.ToImmutable();
    }

    /// <summary>Adds an epoch. The first goes after those before it: a training that goes on from a checkpoint does some epochs
    /// again.</summary>
    /// <returns>The epochs that were there already, at the first call; then none.</returns>
    public ImmutableArray<EpochRecord> Append(EpochRecord record)
    {
        ImmutableArray<EpochRecord> kept = [];
        if (file is null)
        {
            kept = [.. Read(path).TakeWhile(e => e.Epoch < record.Epoch)];
            Replace(kept);
        }

        file!.Write(Line(record));
        file.Flush(flushToDisk: true);
        return kept;
    }

    /// <summary>Puts a whole history in the place of what was there.</summary>
    public void Replace(IEnumerable<EpochRecord> epochs)
    {
        file?.Dispose();
        file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        foreach (var record in epochs)
            file.Write(Line(record));
        file.Flush(flushToDisk: true);
        File.Move(part, path, overwrite: true);
    }

    public void Dispose() => file?.Dispose();

    private static byte[] Line(EpochRecord record) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.EpochRecord), (byte)'\n'];

    private static EpochRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, StoreJson.Default.EpochRecord);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
