using System.Text.Json;
using Generalization.Distributed.Results;
using Generalization.Files;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

/// <summary>distributed.json in a run's folder: all that the training's page is made of, the staleness by block and by worker among
/// it.</summary>
public static class DistributedFiles
{
    private const string Name = "distributed.json";
    private const int MostBytes = 1 << 28;

    /// <summary>Reads it.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="IOException">It cannot be read, or is damaged.</exception>
    public static DistributedRun? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!Path.Exists(path))
            return null;
        try
        {
            return DistributedRun.Parse(RegularFile.ReadText(path, MostBytes));
        }
        catch (Exception e)
            when (e is JsonException or NotSupportedException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new IOException(
                $"{path} must be a training by many workers as it was written, but is not ({e.Message}); remove the run's folder to train "
                    + "again.",
                e
            );
        }
    }

    internal static void Write(string folder, DistributedRun run) => WholeFile.Write(Path.Combine(folder, Name), run.ToJson());
}
