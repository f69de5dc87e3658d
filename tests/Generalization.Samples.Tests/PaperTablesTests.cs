using System.Diagnostics;
using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class PaperTablesTests : IDisposable
{
    private const string TwoQuickRuns = """
        {"name": "two", "sweeps": [{
          "purpose": "true and random labels",
          "base": {"kind": "training", "dataset": "fashion-mnist-mini", "model": "mlp-1x512", "train": 60, "test": 40, "epochs": 3},
          "over": {"corruption": ["true-labels", "random-labels"]}}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("tables").FullName;

    public PaperTablesTests() => File.WriteAllText(Path.Combine(folder, "two.json"), TwoQuickRuns);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => Sample.Run("PaperTables", folder, arguments);

    [Fact]
    public void Runs_a_file_of_experiments_once_and_writes_the_report()
    {
        var (code, output, error) = Run("--experiments", "two.json", "--json", "tables.json", "--tensorboard");
        (code, error).Should().Be((0, ""));
        output
            .Should()
            .Contain("1/2 · MLP 1×512, true labels, 60 images of fashion-mnist-mini, seed 0 · training ")
            .And.Contain("2/2 · MLP 1×512, random labels, ")
            .And.NotContain("\u001b");
        var store = Path.Combine(folder, "runs", "paper-tables-two");
        output.Should().EndWith($"Written to {Path.Combine(store, "report.html")}\n");
        new[] { "report.html", "report.md", "tables.json", "runs.csv", "tensorboard" }
            .Should()
            .BeSubsetOf(Directory.EnumerateFileSystemEntries(store).Select(Path.GetFileName));
        File.ReadAllText(Path.Combine(folder, "tables.json")).Should().Be(File.ReadAllText(Path.Combine(store, "tables.json")));
        using var tables = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tables.json")));
        tables
            .RootElement.GetProperty("tables")
            .EnumerateArray()
            .SelectMany(t => t.GetProperty("rows").EnumerateArray())
            .Select(r => r.GetProperty("status").GetString())
            .Distinct()
            .Should()
            .BeEquivalentTo("smaller-scale", "no-value", "not-listed");

        var results = Directory.GetFiles(store, "result.json", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        results.Should().HaveCount(2);
        Run("--experiments", "two.json", "--quiet").ExitCode.Should().Be(0);
        results.Should().AllSatisfy(r => File.GetLastWriteTimeUtc(r.Key).Should().Be(r.Value, "what is done is not done again"));
        Run("--experiments", "two.json", "--status").Output.Should().Contain("2 finished");

        var page = File.ReadAllText(Path.Combine(store, "report.html"));
        var id = Path.GetFileName(Path.GetDirectoryName(results.Keys.First()))!;
        Run("--experiments", "two.json", "--only", id, "--quiet").ExitCode.Should().Be(0);
        File.ReadAllText(Path.Combine(store, "report.html")).Should().Be(page, "the page is of the whole list");
    }

    [Fact]
    public void A_list_of_trainings_by_many_workers_runs_what_is_simulated_and_says_who_runs_a_cluster()
    {
        File.WriteAllText(
            Path.Combine(folder, "workers.json"),
            """
            {"name": "workers", "sweeps": [{
              "base": {"kind": "distributed", "dataset": "fashion-mnist-mini", "model": "mlp-1x512", "train": 100, "test": 50, "epochs": 2},
              "over": {"engine": ["simulation", "cluster"]}}]}
            """
        );
        var (code, output, error) = Run("--experiments", "workers.json");
        code.Should().Be(1);
        output
            .Should()
            .Contain("1/2 · MLP 1×512 by 4 simulated workers, async, true labels, 100 images of fashion-mnist-mini, seed 0 · training ");
        var store = Path.Combine(folder, "runs", "paper-tables-workers");
        error
            .Should()
            .MatchRegex(
                @"^The experiment [0-9a-f]{16} \(MLP 1×512 by 4 workers, async, true labels, 100 images of fashion-mnist-mini, seed 0\) "
                    + "must be run by a program that starts a cluster, but this one starts none; run dotnet run -c Release --project "
                    + $"samples/DistributedTraining -- --workers 4 .* --store {store}, and its result is in the store.\n$"
            );
        File.ReadAllText(Path.Combine(store, "report.html")).Should().Contain("Many workers: MLP 1×512, 100 images of fashion-mnist-mini");
        Directory.GetFiles(store, "result.json", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Fact]
    public void A_damaged_result_is_shown_and_the_others_are_as_they_are()
    {
        Run("--experiments", "two.json", "--quiet").ExitCode.Should().Be(0);
        var store = Path.Combine(folder, "runs", "paper-tables-two");
        var damaged = Directory.GetFiles(store, "result.json", SearchOption.AllDirectories).First();
        File.WriteAllText(damaged, "null");
        var (code, output, error) = Run("--experiments", "two.json", "--status");
        (code, output.Contains("1 finished", StringComparison.Ordinal), output.Contains("1 damaged", StringComparison.Ordinal))
            .Should()
            .Be((1, true, true));
        error
            .Should()
            .Be(
                $"{damaged} must be the whole result of an experiment, but is not (It must be an object.); "
                    + "remove it to run the experiment again.\n"
            );
        Run("--experiments", "two.json", "--report").Should().Match<(int Code, string, string Error)>(r => r.Code == 1 && r.Error == error);
        Run("--experiments", "two.json", "--quiet").Should().Match<(int Code, string, string Error)>(r => r.Code == 1 && r.Error == error);
        File.ReadAllText(Path.Combine(store, "runs.csv")).Should().Contain(",damaged,").And.Contain(",finished,");
    }

    private string Images(string name, byte first, int images = 60)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, name, "cifar-10-batches-bin")).FullName;
        foreach (var file in Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"))
            File.WriteAllBytes(
                Path.Combine(data, file),
                [
                    .. Enumerable
                        .Range(0, images / 5)
                        .SelectMany(i => Enumerable.Range(0, 3072).Select(j => (byte)(first + i * 7 + j * 13)).Prepend((byte)(i % 10))),
                ]
            );
        return Path.Combine(folder, name);
    }

    private const string TwoOfCifar = """
        {"name": "cifar", "sweeps": [{
          "purpose": "true and random labels",
          "base": {"kind": "training", "dataset": "cifar10", "model": "mlp-1x512", "train": 60, "epochs": 1},
          "over": {"corruption": ["true-labels", "random-labels"]}}]}
        """;

    [Fact]
    public void Results_of_other_data_are_not_shown_as_these()
    {
        File.WriteAllText(Path.Combine(folder, "cifar.json"), TwoOfCifar);
        var (one, other) = (Images("one", 0), Images("other", 1));
        Run("--experiments", "cifar.json", "--data", one, "--quiet")
            .Should()
            .Match<(int Code, string, string Error)>(r => r.Code == 0 && r.Error == "");
        Run("--experiments", "cifar.json", "--data", one, "--status").ExitCode.Should().Be(0);
        foreach (var how in new[] { "--quiet", "--status", "--report" })
        {
            var (code, _, error) = Run("--experiments", "cifar.json", "--data", other, how);
            code.Should().Be(1);
            error
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Should()
                .HaveCount(2)
                .And.AllSatisfy(l =>
                    l.Should()
                        .MatchRegex(
                            "^The result of [0-9a-f]{16} \\(MLP 1×512, .*\\) must be of the data set cifar10 "
                                + "that is read now, whose hash is "
                                + "[0-9a-f]{16}…, but is of one whose hash is [0-9a-f]{16}…; remove .* to run "
                                + "it again, or name another store\\.$"
                        )
                );
            if (how == "--report")
                File.ReadAllLines(Directory.EnumerateFiles(folder, "runs.csv", SearchOption.AllDirectories).Single())
                    .Skip(1)
                    .Should()
                    .OnlyContain(row => !row.Contains("finished"), "they are not counted");
        }

        Run("--experiments", "cifar.json", "--data", one, "--quiet").ExitCode.Should().Be(0);
    }

    [Fact]
    public void What_failed_is_said_and_runs_again_where_that_is_asked()
    {
        File.WriteAllText(Path.Combine(folder, "cifar.json"), TwoOfCifar);
        var data = Images("data", 0, images: 30);
        var (code, output, error) = Run("--experiments", "cifar.json", "--data", data);
        const string sentence =
            "60 images of cifar10, seed 0: failed: The number of examples must lie in [1, 30] for cifar10, but was 60.\n";
        (code, output.Split("failed: The number of examples must lie in [1, 30]").Length).Should().Be((1, 3), "the console says why");
        error
            .Should()
            .Be(
                $"MLP 1×512, true labels, {sentence}MLP 1×512, random labels, {sentence}2 experiments ended "
                    + "with an error; --retry-failed runs them "
                    + "again.\n"
            );
        Images("data", 0, images: 60);
        Run("--experiments", "cifar.json", "--data", data, "--quiet").ExitCode.Should().Be(1, "failures stay, of other data besides");
        Run("--experiments", "cifar.json", "--data", data, "--quiet", "--retry-failed")
            .Should()
            .Match<(int Code, string, string Error)>(r => r.Code == 0 && r.Error == "");
        Run("--experiments", "cifar.json", "--status").Output.Should().Contain("2 finished");
    }

    [Fact]
    public void Lists_and_reports_what_has_not_run()
    {
        Run("--experiments", "two.json", "--list")
            .Output.Should()
            .Contain("MLP 1×512, random labels, 60 images of fashion-mnist-mini, seed 0");
        Run("--experiments", "two.json", "--status").Output.Should().Contain("not run yet").And.EndWith("2 pending\n");
        var (code, output, _) = Run("--experiments", "two.json", "--report", "--remark", "The images are small & few.");
        File.ReadAllText(Path.Combine(folder, "runs", "paper-tables-two", "report.html"))
            .Should()
            .Contain("The images are small &amp; few.");
        (code, output.Contains("nothing can be said of memorization", StringComparison.Ordinal)).Should().Be((0, true));
    }

    [Theory]
    [InlineData("--preset tiny", 2, "--preset must be one of smoke, cpu, paper, imagenet, small-imagenet, but was tiny.")]
    [InlineData("--budget soon", 2, "--budget must be a time such as 3h, 90m or 45s, but was soon.")]
    [InlineData("--parallel 0", 2, "--parallel must be at least 1, but was 0.")]
    [InlineData("--shard 4/4", 2, "A share must be i/n, i from 0 to n − 1, for example 0/4, but was 4/4.")]
    [InlineData("--only 0123", 1, "--only must name experiments of smoke, but 0123 is none; --list shows their ids.")]
    [InlineData(
        "--experiments broken.json",
        1,
        "broken.json: A list of experiments must be a JSON object with a name and sweeps, a list, but is not."
    )]
    [InlineData("--train 5", 2, "Unrecognized command or argument '--train'.")]
    public void A_wrong_command_line_says_what_is_wrong(string arguments, int exit, string sentence)
    {
        File.WriteAllText(Path.Combine(folder, "broken.json"), "[]");
        var (code, _, error) = Run(arguments.Split(' '));
        (code, error.Split('\n')[0]).Should().Be((exit, sentence));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_scheduler_stops_it_with_SIGTERM_and_it_goes_on_from_its_checkpoints(int parallel)
    {
        File.WriteAllText(
            Path.Combine(folder, "long.json"),
            TwoQuickRuns
                .Replace("\"two\"", "\"long\"")
                .Replace("\"train\": 60", "\"train\": 1000")
                .Replace("\"epochs\": 3", "\"epochs\": 30, \"stopWhenFitted\": false")
        );
        var store = Path.Combine(folder, "runs", "paper-tables-long");
        using (var process = Sample.Start("PaperTables", folder, "--experiments", "long.json", "--parallel", $"{parallel}"))
        {
            Wait(() =>
                Directory.Exists(store)
                && Directory.GetFiles(store, "history.jsonl", SearchOption.AllDirectories).Count(f => new FileInfo(f).Length > 0)
                    == parallel
            );
            using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
                kill.WaitForExit();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            (process.ExitCode, error).Should().Be((143, "Stopped; the same command goes on from here.\n"));
        }

        Directory.GetFiles(store, "checkpoint.safetensors", SearchOption.AllDirectories).Should().HaveCount(parallel);
        var epochs = Directory.GetFiles(store, "history.jsonl", SearchOption.AllDirectories).Sum(f => File.ReadLines(f).Count());
        Run("--experiments", "long.json", "--quiet", "--parallel", $"{parallel}").ExitCode.Should().Be(0);
        Directory
            .GetFiles(store, "history.jsonl", SearchOption.AllDirectories)
            .Should()
            .HaveCount(2)
            .And.AllSatisfy(f => File.ReadLines(f).Should().HaveCount(30));
        epochs.Should().BeInRange(1, 59);
    }

    private static void Wait(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            if (i > 600)
                throw new TimeoutException("Nothing was written in a minute.");
            Thread.Sleep(100);
        }
    }
}
