using System.Globalization;
using System.Text.Json;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Report.Drawing;
using Generalization.Report.Exports;
using Generalization.Tests.StoreWorker;
using Generalization.Tests.Support;
using Generalization.Training.History;

namespace Generalization.Tests.Exports;

public sealed class TrainingExportTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("runs").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static TrainingExperiment Small(string corruption, int epochs, ulong seed = 0) =>
        new()
        {
            Dataset = "small",
            Model = "tiny",
            Corruption = corruption,
            Probability = corruption == "partial-labels" ? 0.5 : null,
            Epochs = epochs,
            Seed = seed,
            BatchSize = 20,
            LearningRate = 0.05,
        };

    private string Export(params TrainingExperiment[] experiments)
    {
        var catalog = TinyCatalog.Create().With("small", FinishedRuns.Whole);
        var runner = new ExperimentRunner(catalog, new RunnerOptions { KeepDetails = true });
        using var folder = ResultFolder.Claim(Path.Combine(root, "run"));
        foreach (var experiment in experiments)
            runner.Run(folder.Store, experiment)!.Error.Should().BeNull();
        var export = new TrainingExport(folder, FinishedRuns.Whole());
        export.Write(folder.Store.ReadAll(experiments));
        return folder.Path;
    }

    [Fact]
    public void Histories_labels_and_losses_have_a_row_for_each_epoch_example_and_step()
    {
        var folder = Export(Small("true-labels", 2), Small("partial-labels", 3, seed: 4));
        var history = File.ReadAllLines(Path.Combine(folder, "history.csv"));
        history.Should().HaveCount(1 + 2 + 3);
        history[^1].Split(',')[..4].Should().Equal("partial-labels", "4", "3", "9");
        var columns = history[0].Split(',');
        columns[..4].Should().Equal("corruption", "seed", "epoch", "steps");
        columns[^2..].Should().Equal("validationLoss", "validationAccuracy");
        history.Should().OnlyContain(row => row.Split(',').Length == columns.Length);
        File.ReadAllLines(Path.Combine(folder, "losses.csv")).Should().HaveCount(1 + 6 + 9);

        var labels = File.ReadAllLines(Path.Combine(folder, "labels.csv"));
        labels[0].Should().Be("corruption,seed,index,true,assigned,replaced");
        var set = FinishedRuns.Data("partial-labels", seed: 4).Train;
        for (var i = 0; i < set.Count; i++)
            labels[1 + 60 + i].Should().Be($"partial-labels,4,{i},{set.TrueLabels[i]},{set.Labels[i]},{(set.Replaced[i] ? 1 : 0)}");
        var memorized = File.ReadAllLines(Path.Combine(folder, "memorized.csv"));
        memorized[0].Should().Be("corruption,seed,rank,index,true,assigned,fittedSince");
        var store = RunStore.Open(folder);
        var details = TrainingDetails.Read(store.FolderOf(Small("partial-labels", 3, seed: 4)));
        var last = Memorization.LastFirst(details.FittedSince).First();
        memorized[61].Should().StartWith($"partial-labels,4,1,{last},{set.TrueLabels[last]},{set.Labels[last]},");
        memorized.Should().HaveCount(1 + 2 * 60);
        Directory
            .EnumerateFiles(folder)
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("declarations.json", "history.csv", "labels.csv", "losses.csv", "memorized.csv", "result.json");
    }

    [Fact]
    public void Runs_of_one_corruption_and_seed_are_told_apart()
    {
        var (some, more) = (Small("partial-labels", 1), Small("partial-labels", 1) with { Probability = 0.75 });
        var catalog = TinyCatalog.Create().With("small", FinishedRuns.Whole);
        var runner = new ExperimentRunner(catalog, new RunnerOptions { KeepDetails = true, KeepNetworks = true });
        using var folder = ResultFolder.Claim(Path.Combine(root, "two"));
        var export = new TrainingExport(folder, FinishedRuns.Whole());
        // As the samples do, after each run.
        runner.Run(folder.Store, some)!.Error.Should().BeNull();
        export.Write(folder.Store.ReadAll([some]));
        File.Exists(Path.Combine(folder.Path, "partial-labels-0.safetensors")).Should().BeTrue();
        Ids(folder).Should().Equal((string?)null);
        runner.Run(folder.Store, more)!.Error.Should().BeNull();
        var runs = folder.Store.ReadAll([some, more]);
        export.Write(runs);
        string[] names = [$"partial-labels-{some.Id}", $"partial-labels-{more.Id}"];
        File.ReadLines(Path.Combine(folder.Path, "history.csv")).Skip(1).Select(row => row.Split(',')[0]).Should().Equal(names);
        foreach (var (name, experiment) in names.Zip([some, more]))
            File.ReadAllBytes(Path.Combine(folder.Path, $"{name}-0.safetensors"))
                .Should()
                .Equal(File.ReadAllBytes(Path.Combine(folder.Store.FolderOf(experiment), TrainingFiles.Network)));
        Directory.EnumerateFiles(folder.Path, "*.safetensors").Should().HaveCount(2);
        Ids(folder).Should().Equal(some.Id, more.Id);

        export.WritePictures(runs);
        var drawn = Path.Combine(root, "drawn.png");
        Pictures.LossCurves(drawn, names.Zip(runs, (name, run) => (name, TrainingDetails.Read(run.Folder).StepLosses)));
        File.ReadAllBytes(Path.Combine(folder.Path, "curves.png")).Should().Equal(File.ReadAllBytes(drawn));
    }

    [Fact]
    public void A_network_that_the_export_did_not_write_stays()
    {
        var (some, more) = (Small("partial-labels", 1), Small("partial-labels", 1) with { Probability = 0.75 });
        var catalog = TinyCatalog.Create().With("small", FinishedRuns.Whole);
        var runner = new ExperimentRunner(catalog, new RunnerOptions { KeepDetails = true, KeepNetworks = true });
        using var folder = ResultFolder.Claim(Path.Combine(root, "own"));
        var own = Path.Combine(folder.Path, "partial-labels-0.safetensors");
        File.WriteAllText(own, "mine");
        var export = new TrainingExport(folder, FinishedRuns.Whole());
        foreach (var experiment in (TrainingExperiment[])[some, more])
        {
            runner.Run(folder.Store, experiment)!.Error.Should().BeNull();
            export.Write(folder.Store.ReadAll(experiment == some ? [some] : [some, more]));
        }

        File.ReadAllText(own).Should().Be("mine");
    }

    [Fact]
    public void Results_stay_in_the_order_of_their_runs()
    {
        Experiment[] experiments = [Small("partial-labels", 1), Small("true-labels", 1), Small("partial-labels", 2)];
        var catalog = TinyCatalog.Create().With("small", FinishedRuns.Whole);
        var store = RunStore.Open(Path.Combine(root, "order"));
        foreach (var experiment in experiments)
            new ExperimentRunner(catalog, new RunnerOptions()).Run(store, experiment)!.Error.Should().BeNull();
        TrainingExport
            .ResultOf(store.ReadAll(experiments))
            .Runs.Select(r => r.Id)
            .Should()
            .Equal(experiments[0].Id, null, experiments[2].Id);
    }

    private static IEnumerable<string?> Ids(ResultFolder folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(folder.FileOf("result.json")));
        foreach (var run in json.RootElement.GetProperty("runs").EnumerateArray())
            yield return run.TryGetProperty("id", out var id) ? id.GetString() : null;
    }

    [Fact]
    public void What_each_run_declared_is_kept()
    {
        var experiment = Small("partial-labels", 1, seed: 4) with { WeightDecay = 5e-4, Augment = "flip" };
        var folder = Export(experiment, Small("true-labels", 1));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "declarations.json")));
        var runs = json.RootElement.GetProperty("runs");
        (runs[0].GetProperty("corruption").GetString(), runs[0].GetProperty("seed").GetUInt64()).Should().Be(("partial-labels", 4));
        var kept = runs[0].GetProperty("declaration").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
        kept.Should()
            .Equal(
                new Dictionary<string, string>
                {
                    ["labelProbability"] = "0.5",
                    ["batchNorm"] = "False",
                    ["dropout"] = "False",
                    ["augmentation"] = "True",
                    ["weightDecay"] = "0.0005",
                    ["parameters"] = $"{(3 * 5 * 6 + 1) * 8 + 9 * 4}",
                    ["dataHash"] = FinishedRuns.Data("partial-labels", seed: 4).Train.ContentHash.ToString(),
                }
            );
        runs[1].GetProperty("declaration").GetProperty("labelProbability").GetDouble().Should().Be(0);
    }

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            File.ReadAllLines(Path.Combine(Export(Small("true-labels", 1)), "history.csv"))[1].Split(',').Should().HaveCount(18);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
