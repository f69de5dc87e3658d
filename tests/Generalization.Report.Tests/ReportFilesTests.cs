using System.Text.Json;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Report.Paper;
using Generalization.Tests.Support;

namespace Generalization.Tests.Report;

public sealed class ReportFilesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Read(string file, params Run[] records)
    {
        PaperReport.Of("mine", records).Write(root);
        return File.ReadAllText(Path.Combine(root, file));
    }

    [Fact]
    public void The_tables_have_the_contracts_names()
    {
        using var json = JsonDocument.Parse(Read("tables.json", FakeRuns.Finished(FakeRuns.Training(), 0.5051)));
        json.RootElement.EnumerateObject().Select(p => p.Name).Should().Equal("tables");
        var tables = json.RootElement.GetProperty("tables").EnumerateArray().ToArray();
        tables.Should().OnlyContain(t => t.EnumerateObject().Select(p => p.Name).SequenceEqual(new[] { "id", "rows" }));
        tables
            .Select(t => t.GetProperty("id").GetString())
            .Should()
            .Equal("table-1", "table-2", "table-3", "table-4", "figure-1a", "figure-1b", "figure-1c", "figure-2b", "section-4");
        var rows = tables.SelectMany(t => t.GetProperty("rows").EnumerateArray()).ToArray();
        rows.Should()
            .OnlyContain(r =>
                r.EnumerateObject()
                    .Select(p => p.Name)
                    .SequenceEqual(new[] { "label", "metric", "paper", "ours", "n", "spread", "scale", "status" })
            );
        rows.Select(r => r.GetProperty("status").GetString())
            .Distinct()
            .Should()
            .BeSubsetOf(["reproduced", "deviates", "inconclusive", "not-comparable", "smaller-scale", "pending", "not-listed", "no-value"]);
        var row = rows.Single(r =>
            r.GetProperty("label").GetString() == "MLP 1×512, no regularizer" && r.GetProperty("metric").GetString() == "testAccuracy"
        );
        (row.GetProperty("paper").GetDouble(), row.GetProperty("ours").GetDouble(), row.GetProperty("n").GetInt32())
            .Should()
            .Be((0.5051, 0.5051, 1));
        (row.GetProperty("spread").ValueKind, row.GetProperty("scale").GetString(), row.GetProperty("status").GetString())
            .Should()
            .Be((JsonValueKind.Null, "50,000 images", "inconclusive"));
        rows.Should().Contain(r => r.GetProperty("status").GetString() == "not-listed");
        rows[0].GetProperty("ours").ValueKind.Should().Be(JsonValueKind.Null);
        rows[0].GetProperty("scale").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public void The_runs_have_a_row_each_with_what_does_not_apply_empty()
    {
        var kernel = new KernelExperiment { Dataset = "mnist" };
        var lines = Read(
                "runs.csv",
                FakeRuns.Finished(FakeRuns.Training(dataset: "a,\"b\""), 0.5),
                FakeRuns.Finished(kernel, 0.012, 60_000),
                FakeRuns.Pending(FakeRuns.Training())
            )
            .TrimEnd('\n')
            .Split('\n');
        lines.Should().HaveCount(4);
        lines[0]
            .Split(',')
            .Should()
            .StartWith([
                "id",
                "kind",
                "status",
                "dataset",
                "trainCount",
                "testCount",
                "seed",
                "model",
                "corruption",
                "corruptionProbability",
            ])
            .And.EndWith(["seconds", "device", "threads", "version", "dataHash", "weightsHash", "finished", "error"]);
        lines[1]
            .Should()
            .Contain(
                ",training,finished,\"a,\"\"b\"\"\",50000,10000,0,mlp-1x512,true-labels,0,none,0,0,float32,"
                    + "all,,0.95,391,128,0.9,150,true,,1,10,10,3910,,,3910,0.01,1,0.999,2.3,0.5,0.52,"
            )
            .And.EndWith("75,\"cpu, 2 processors\",2,0.1.0," + new string('a', 64) + ',' + new string('b', 64) + ",2026-01-02T03:04:05Z,");
        lines[2].Should().StartWith($"{kernel.Id},kernel,finished,mnist,60000,10000,0,,,,");
        lines[2].Split(',').Length.Should().Be(lines[0].Split(',').Length + 1, "the device's comma is quoted");
        lines[3].Should().EndWith(new string(',', 14)).And.Contain(",training,pending,cifar10,,,0,mlp-1x512,");
    }

    [Fact]
    public void The_Markdown_has_the_same_sections_and_rows()
    {
        var lines = Read("report.md", FakeRuns.Finished(FakeRuns.Training("inception"), 0.8575)).Split('\n');
        lines
            .Where(l => l.StartsWith("## ", StringComparison.Ordinal))
            .Select(l => l[3..])
            .Should()
            .Equal([
                .. PaperSections.All.OrderBy(s => s.Id is "table-1" or "figure-1a" or "figure-2b" ? 0 : 1).Select(s => s.Title),
                "How this was done",
            ]);
        lines
            .Should()
            .Contain(
                "| Inception, no regularizer | test accuracy | 85.75 % | 85.75 % | +0.00 | inconclusive | 1 | 50,000 images; "
                    + "no number of this kind was run with two seeds; ended when fitted, after 10 epochs |"
            );
        lines.Should().Contain("| Inception, random crop | test accuracy | 89.31 % | – | – | not in this list | 0 |  |");
        lines.Should().Contain("![Accuracy: Inception, 50,000 images of cifar10](figure-2b-cifar10.png)");
    }
}
