using System.Globalization;
using System.Text;
using System.Text.Json;
using Generalization.Corruption;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Drawing;
using Generalization.Training.History;

namespace Generalization.Report;

/// <summary>The folder that a randomization test writes: every file whole or not at all.</summary>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes a folder, which must be new or empty, so that nothing is overwritten.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It holds something already, or cannot be made.</exception>
    public static RunFolder Create(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new IOException($"A run is never overwritten, but {path} is not empty. Name another folder.");
        Directory.CreateDirectory(path);
        return new RunFolder(System.IO.Path.GetFullPath(path));
    }

    /// <summary>Writes result.json of a kernel regression, and residuals.csv and residuals.png where it was solved by iteration.</summary>
    /// <param name="results">The results, one for each set of labels.</param>
    /// <param name="run">The run.</param>
    public void Write(IReadOnlyList<KernelResult> results, KernelRun run)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(run);
        var histories = results
            .Zip(run.Fits, (r, f) => (r.Labels, f.Solution.ResidualHistory))
            .Where(h => h.ResidualHistory.Length > 0)
            .ToArray();
        if (histories.Length > 0)
        {
            WriteText(
                System.IO.Path.Combine(Path, "residuals.csv"),
                Files.Csv.Text(
                    "labels,iteration,relativeResidual",
                    from history in histories
                    from i in Enumerable.Range(0, history.ResidualHistory.Length)
                    select (IEnumerable<object?>)[history.Labels, i + 1, history.ResidualHistory[i]]
                )
            );
            Pictures.Residuals(System.IO.Path.Combine(Path, "residuals.png"), histories);
        }

        WriteText(System.IO.Path.Combine(Path, "result.json"), KernelResult.ToJson(results));
    }

    /// <summary>Writes history.csv, losses.csv, labels.csv, memorized.csv, declarations.json and result.json of the runs so far.</summary>
    /// <param name="runs">The runs.</param>
    public void Write(IReadOnlyList<FinishedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        WriteText(
            System.IO.Path.Combine(Path, "history.csv"),
            Files.Csv.Text(
                "corruption,seed,epoch,steps,learningRate,onlineLoss,onlineAccuracy,onlineCleanSubsetAccuracy,"
                    + "onlineCorruptedSubsetAccuracy,"
                    + "trainLoss,trainAccuracy,cleanSubsetAccuracy,corruptedSubsetAccuracy,testLoss,testAccuracy,seconds",
                from run in runs
                from e in run.History.Epochs
                select (IEnumerable<object?>)[run.Corruption.Name, run.History.Seed, .. HistoryCsv.Row(e)]
            )
        );
        WriteText(
            System.IO.Path.Combine(Path, "losses.csv"),
            Files.Csv.Text(
                "corruption,seed,step,loss",
                from run in runs
                from i in Enumerable.Range(0, run.History.StepLosses.Length)
                select (IEnumerable<object?>)[run.Corruption.Name, run.History.Seed, i + 1, run.History.StepLosses[i]]
            )
        );
        WriteText(
            System.IO.Path.Combine(Path, "labels.csv"),
            Files.Csv.Text(
                "corruption,seed,index,true,assigned,replaced",
                from run in runs
                from i in Enumerable.Range(0, run.Data.Train.Count)
                let set = run.Data.Train
                select (IEnumerable<object?>)
                    [run.Corruption.Name, run.History.Seed, set.Indices[i], set.TrueLabels[i], set.Labels[i], set.Replaced[i] ? 1 : 0]
            )
        );
        WriteText(
            System.IO.Path.Combine(Path, "memorized.csv"),
            Files.Csv.Text(
                "corruption,seed,rank,index,true,assigned,fittedSince",
                from run in runs
                from example in Memorization.LastFirst(run.History).Index()
                let set = run.Data.Train
                let since = run.History.FittedSince[example.Item]
                select (IEnumerable<object?>)
                    [
                        run.Corruption.Name,
                        run.History.Seed,
                        example.Index + 1,
                        set.Indices[example.Item],
                        set.TrueLabels[example.Item],
                        set.Labels[example.Item],
                        since == 0 ? null : since,
                    ]
            )
        );
        var declared = new DeclaredRuns([.. runs.Select(run => new DeclaredRun(run.Corruption.Name, run.History.Seed, run.Declaration))]);
        WriteText(System.IO.Path.Combine(Path, "declarations.json"), JsonSerializer.Serialize(declared, ResultJson.Default.DeclaredRuns));
        WriteText(System.IO.Path.Combine(Path, "result.json"), RandomizationResult.Of(runs).ToJson());
    }

    /// <summary>Draws curves.png, corruptions.png and memorized-last.png.</summary>
    /// <param name="runs">The runs.</param>
    public void WritePictures(IReadOnlyList<FinishedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Pictures.LossCurves(System.IO.Path.Combine(Path, "curves.png"), runs);
        Pictures.ContactSheet(System.IO.Path.Combine(Path, "corruptions.png"), runs.DistinctBy(r => r.Corruption));
        Pictures.MemorizedLast(System.IO.Path.Combine(Path, "memorized-last.png"), runs.DistinctBy(r => r.Corruption));
    }

    /// <summary>Where a run's network is kept.</summary>
    /// <param name="corruption">How the data were corrupted.</param>
    /// <param name="seed">The seed.</param>
    public string ModelFile(DatasetCorruption corruption, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(corruption);
        return System.IO.Path.Combine(Path, $"{corruption.Name}-{seed}.safetensors");
    }

    /// <summary>Writes a text, aside first and then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void WriteText(string path, string text) => Files.WholeFile.Write(path, Encoding.UTF8.GetBytes(text));
}
