using System.Globalization;
using System.Text.Json;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Report;
using Generalization.Tests.Support;
using Generalization.Training.Observers;

namespace Generalization.Tests.Results;

public sealed class RunFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("runs").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Many_that_write_one_file_at_once_leave_one_whole_one()
    {
        var path = Path.Combine(root, "report.html");
        Parallel.For(0, 64, i => RunFolder.WriteText(path, new string((char)('a' + i % 16), 100_000)));
        File.ReadAllText(path).Distinct().Should().ContainSingle();
        new FileInfo(path).Length.Should().Be(100_000);
        Directory.EnumerateFileSystemEntries(root).Should().ContainSingle();
    }

    [Fact]
    public void Histories_labels_and_losses_have_a_row_for_each_epoch_example_and_step()
    {
        var runs = new[] { FinishedRuns.Small("true-labels", 2), FinishedRuns.Small("partial-labels", 3, seed: 4) };
        var folder = RunFolder.Create(Path.Combine(root, "run"));
        folder.Write(runs);

        var history = File.ReadAllLines(Path.Combine(folder.Path, "history.csv"));
        history.Should().HaveCount(1 + 2 + 3);
        history[^1].Split(',')[..4].Should().Equal("partial-labels", "4", "3", "9");
        File.ReadAllLines(Path.Combine(folder.Path, "losses.csv")).Should().HaveCount(1 + 6 + 9);

        var labels = File.ReadAllLines(Path.Combine(folder.Path, "labels.csv"));
        labels[0].Should().Be("corruption,seed,index,true,assigned,replaced");
        var set = runs[1].Data.Train;
        for (var i = 0; i < set.Count; i++)
            labels[1 + 60 + i].Should().Be($"partial-labels,4,{i},{set.TrueLabels[i]},{set.Labels[i]},{(set.Replaced[i] ? 1 : 0)}");
        var memorized = File.ReadAllLines(Path.Combine(folder.Path, "memorized.csv"));
        memorized[0].Should().Be("corruption,seed,rank,index,true,assigned,fittedSince");
        var last = Generalization.Training.History.Memorization.LastFirst(runs[1].History).First();
        memorized[61].Should().StartWith($"partial-labels,4,1,{last},{set.TrueLabels[last]},{set.Labels[last]},");
        memorized.Should().HaveCount(1 + 2 * 60);
        Directory
            .EnumerateFiles(folder.Path)
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("declarations.json", "history.csv", "labels.csv", "losses.csv", "memorized.csv", "result.json");
    }

    [Fact]
    public void What_each_run_declared_is_kept()
    {
        var declared = new TrainingDeclaration
        {
            LabelProbability = 0.5,
            BatchNorm = false,
            Augmentation = true,
            WeightDecay = 5e-4,
            Parameters = 1_649_402,
            DataHash = new string('a', 64),
        };
        var folder = RunFolder.Create(Path.Combine(root, "run"));
        folder.Write([
            FinishedRuns.Small("partial-labels", 1, seed: 4) with
            {
                Declaration = declared,
            },
            FinishedRuns.Small("true-labels", 1),
        ]);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "declarations.json")));
        var runs = json.RootElement.GetProperty("runs");
        (runs[0].GetProperty("corruption").GetString(), runs[0].GetProperty("seed").GetUInt64()).Should().Be(("partial-labels", 4));
        var kept = runs[0].GetProperty("declaration").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
        kept.Should()
            .Equal(
                new Dictionary<string, string>
                {
                    ["labelProbability"] = "0.5",
                    ["batchNorm"] = "False",
                    ["dropout"] = "",
                    ["augmentation"] = "True",
                    ["weightDecay"] = "0.0005",
                    ["parameters"] = "1649402",
                    ["dataHash"] = new string('a', 64),
                }
            );
        runs[1].GetProperty("declaration").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            var folder = RunFolder.Create(Path.Combine(root, "run"));
            folder.Write([FinishedRuns.Small("true-labels", 1)]);
            File.ReadAllLines(Path.Combine(folder.Path, "history.csv"))[1].Split(',').Should().HaveCount(16);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_and_stays_as_it_is()
    {
        File.WriteAllText(Path.Combine(root, "history.csv"), "mine");
        new Action(() => RunFolder.Create(root))
            .Should()
            .Throw<IOException>()
            .WithMessage($"A run is never overwritten, but {root} is not empty. Name another folder.");
        File.ReadAllText(Path.Combine(root, "history.csv")).Should().Be("mine");
    }
}
