using System.Text.Json;
using Generalization.Data;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Drawing;
using Generalization.Training.History;

namespace Generalization.Report.Exports;

/// <summary>The trainings of a folder as tables and pictures at its top. They were run with
/// <see cref="RunnerOptions.KeepDetails"/>.</summary>
/// <param name="folder">The folder.</param>
/// <param name="data">The data set that the experiments name, whole.</param>
/// <param name="passedOver">How many files of it were passed over. Default: null, not stated.</param>
public sealed class TrainingExport(ResultFolder folder, TrainTestData data, int? passedOver = null)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly Dictionary<string, TrainingDetails> details = [];
    private readonly HashSet<string> written = [];

    /// <summary>The numbers of runs; those of one corruption and seed have their ids.</summary>
    /// <param name="runs">The runs, all finished.</param>
    public static RandomizationResult ResultOf(IEnumerable<Run> runs) =>
        new([.. Told(runs).Select(r => r.Id is null ? r.Run.Result!.Training! : r.Run.Result!.Training! with { Id = r.Id })]);

    /// <summary>The same numbers, with the files that were passed over.</summary>
    /// <param name="runs">The runs, all finished.</param>
    public RandomizationResult NumbersOf(IEnumerable<Run> runs) =>
        new([.. ResultOf(runs).Runs.Select(r => passedOver is null ? r : r with { PassedOver = passedOver })]);

    /// <summary>Writes history.csv, losses.csv, labels.csv, memorized.csv, declarations.json and result.json, and the networks that were
    /// kept. Each call writes them anew, of the runs so far.</summary>
    /// <param name="runs">The runs so far, all finished.</param>
    /// <exception cref="IOException">A file cannot be written, or details were not kept.</exception>
    public void Write(IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        WriteTable("history.csv", HistoryCsv.Header, runs, r => r.History.Select(HistoryCsv.Row));
        WriteTable("losses.csv", "step,loss", runs, r => DetailsOf(r).StepLosses.Select((loss, i) => Row(i + 1, loss)));
        WriteTable("labels.csv", "index,true,assigned,replaced", runs, r => LabelsOf(DetailsOf(r)));
        WriteTable("memorized.csv", "rank,index,true,assigned,fittedSince", runs, r => MemorizedOf(DetailsOf(r)));
        var declared = Named(runs)
            .Select(r => new
            {
                Corruption = r.Name,
                r.Run.Experiment.Seed,
                DetailsOf(r.Run).Declaration,
            });
        WholeFile.Write(folder.FileOf("declarations.json"), JsonSerializer.Serialize(new { Runs = declared }, Json));
        WholeFile.Write(folder.FileOf("result.json"), NumbersOf(runs).ToJson());
        foreach (var (run, id) in Told(runs))
            KeepNetwork(run, id);
    }

    /// <summary>Draws curves.png, corruptions.png and memorized-last.png.</summary>
    /// <param name="runs">The runs, all finished.</param>
    /// <exception cref="IOException">A file cannot be written, or details were not kept.</exception>
    public void WritePictures(IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Pictures.LossCurves(folder.FileOf("curves.png"), Named(runs).Select(r => (r.Name, DetailsOf(r.Run).StepLosses)));
        var first = runs.DistinctBy(r => (NameOf(r), r.Result!.Training!.CorruptionProbability))
            .Select(r => (Run: r, Name: NameOf(r), ((TrainingExperiment)r.Experiment).DataOf(data).Train))
            .ToArray();
        Pictures.ContactSheet(folder.FileOf("corruptions.png"), first.Select(f => (f.Name, f.Train)));
        Pictures.ContactSheet(
            folder.FileOf("memorized-last.png"),
            first.Select(f => (f.Name, f.Train, Memorization.LastFirst(DetailsOf(f.Run).FittedSince)))
        );
    }

    private static string NameOf(Run run) => run.Result!.Training!.Corruption;

    private static IEnumerable<object?> Row(params IEnumerable<object?> values) => values;

    private static IEnumerable<IEnumerable<object?>> LabelsOf(TrainingDetails of) =>
        of.Indices.Select((index, i) => Row(index, of.TrueLabels[i], of.Labels[i], of.Replaced[i] ? 1 : 0));

    private static IEnumerable<IEnumerable<object?>> MemorizedOf(TrainingDetails of) =>
        from example in Memorization.LastFirst(of.FittedSince).Index()
        let i = example.Item
        let since = of.FittedSince[i]
        select Row(example.Index + 1, of.Indices[i], of.TrueLabels[i], of.Labels[i], since == 0 ? null : since);

    // Runs of one corruption and seed are told apart by their ids as well.
    private static IEnumerable<(Run Run, string? Id)> Told(IEnumerable<Run> runs)
    {
        Run[] all = [.. runs];
        var same = all.CountBy(r => (NameOf(r), r.Experiment.Seed)).ToDictionary();
        return all.Select(r => (r, same[(NameOf(r), r.Experiment.Seed)] == 1 ? null : r.Experiment.Id));
    }

    private static IEnumerable<(Run Run, string Name)> Named(IEnumerable<Run> runs) =>
        Told(runs).Select(r => (r.Run, r.Id is null ? NameOf(r.Run) : $"{NameOf(r.Run)}-{r.Id}"));

    private void WriteTable(string file, string header, IEnumerable<Run> runs, Func<Run, IEnumerable<IEnumerable<object?>>> rows) =>
        WholeFile.Write(
            folder.FileOf(file),
            Files.Csv.Text(
                "corruption,seed," + header,
                from named in Named(runs)
                from row in rows(named.Run)
                select row.Prepend(named.Run.Experiment.Seed).Prepend(named.Name)
            )
        );

    private TrainingDetails DetailsOf(Run run)
    {
        if (!details.TryGetValue(run.Folder, out var known))
            details.Add(run.Folder, known = TrainingDetails.Read(run.Folder));
        return known;
    }

    private void KeepNetwork(Run run, string? id)
    {
        var network = Path.Combine(run.Folder, TrainingFiles.Network);
        var alone = folder.FileOf(FormattableString.Invariant($"{NameOf(run)}-{run.Experiment.Seed}.safetensors"));
        var named = id is null
            ? alone
            : folder.FileOf(FormattableString.Invariant($"{NameOf(run)}-{id}-{run.Experiment.Seed}.safetensors"));
        if (File.Exists(network) && !File.Exists(named))
        {
            WholeFile.Copy(network, named);
            written.Add(named);
        }

        // Once it is no longer the only one, its name would not say whose it is.
        if (id is not null && written.Remove(alone))
            File.Delete(alone);
    }
}
