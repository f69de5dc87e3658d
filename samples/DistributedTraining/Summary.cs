using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Distributed.Results;
using Generalization.Files;
using Generalization.Report.Distributed;

namespace Generalization.Samples;

/// <summary>A training's result in a few lines.</summary>
internal static class Summary
{
    /// <summary>Refuses a folder that has a finished training, or files of something else.</summary>
    /// <exception cref="IOException">It has.</exception>
    public static void CheckNew(string folder)
    {
        if (File.Exists(Path.Combine(folder, DistributedExport.JsonFile)))
            throw new IOException(
                $"--out must not have a finished training, but {folder} has {DistributedExport.JsonFile}; name another folder."
            );
        // What an unfinished cluster and a comparison keep is gone on with.
        if (
            Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).ToArray() is { Length: > 0 } names
            && !names.Intersect(["checkpoints", "comparison.txt"]).Any()
        )
            throw new IOException(
                $"--out must be a new folder, an empty one or that of a stopped training, but {folder} has {names[0]}; name another folder."
            );
    }

    /// <summary>Whether a folder has this very training.</summary>
    public static bool IsOf(string folder, DistributedRun? run) =>
        run is not null
        && Path.Combine(folder, DistributedExport.JsonFile) is var file
        && File.Exists(file)
        && File.ReadAllText(file) == run.ToJson();

    /// <summary>Writes a training's files and lines.</summary>
    public static int Show(DistributedRun run, string folder, ParseResult options)
    {
        DistributedExport.Write(folder, run);
        if (options.GetValue(CommonOptions.Json) is { } json)
            // A store's run of an earlier version does not say it, and stays as it is.
            WholeFile.Write(json, DistributedExport.Json(options.WithCorruption(run)));
        foreach (var line in Of(run))
            Console.WriteLine(line);
        Console.WriteLine($"Written to {folder}");
        return 0;
    }

    private static IEnumerable<string> Of(DistributedRun run)
    {
        if (run.HasDiverged)
            yield return "Diverged: a loss was no finite number.";
        if (run.Epochs.LastOrDefault() is { } last)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Workers} workers, {run.Policy}: after {last.Epoch} epochs loss {last.OnlineLoss:0.0000}, online "
                    + $"{last.OnlineAccuracy:0.0000}, test {last.TestAccuracy:0.0000}, "
                    + $"mean staleness {last.MeanStaleness:0.00}"
            );
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Parts} parts, {run.BytesPerStep / 1e6:0.000} MB a part; {run.PartsBegunAgain} begun again, {run.PartsDropped} left out, "
                + $"{run.PartsLost} lost, went back {run.TimesBack} times, {run.SecondsLost:0.0} s lost"
        );
    }
}
