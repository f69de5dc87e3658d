using Generalization.Distributed.Results;
using Generalization.Files;

namespace Generalization.Report.Distributed;

/// <summary>A distributed training as files: distributed.html, which asks for no other file, and distributed.json.</summary>
public static class DistributedExport
{
    /// <summary>The file of the numbers.</summary>
    public const string JsonFile = "distributed.json";

    /// <summary>Writes them.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="run">The training.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, DistributedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        WholeFile.Write(Path.Combine(folder, JsonFile), run.ToJson());
        WholeFile.Write(Path.Combine(folder, "distributed.html"), DistributedPage.Of(run));
    }

    /// <summary>The training's numbers as JSON, under the names that all samples share: {"runs":[…]}.</summary>
    /// <param name="run">The training.</param>
    public static string Json(DistributedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return DistributedJson.Of(run);
    }
}
