using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class DistributedTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Sample.Run("DistributedTraining", folder, arguments);

    [Fact]
    public void Simulated_workers_train_and_give_the_same_each_time()
    {
        string[] arguments = ["--simulate", "8", "--train", "400", "--test", "100", "--epochs", "2", "--quiet"];
        var (code, output, error) = Run([.. arguments, "--out", "one", "--json", "one.json"]);
        (code, error).Should().Be((0, ""));
        output.Should().StartWith("8 workers, async: after 2 epochs ");
        Run([.. arguments, "--out", "two", "--json", "two.json"]).ExitCode.Should().Be(0);

        File.ReadAllText(Path.Combine(folder, "two.json")).Should().Be(File.ReadAllText(Path.Combine(folder, "one.json")));
        File.Exists(Path.Combine(folder, "one", "distributed.html")).Should().BeTrue();
    }

    [Fact]
    public void A_cluster_of_processes_trains_every_part_once()
    {
        var (code, _, error) = Run(
            "--workers",
            "2",
            "--train",
            "400",
            "--test",
            "100",
            "--epochs",
            "2",
            "--quiet",
            "--out",
            "run",
            "--json",
            "run.json"
        );
        (code, error).Should().Be((0, ""));

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run.json")));
        json.RootElement.GetProperty("parts").GetInt32().Should().Be(2 * 25);
        json.RootElement.GetProperty("partsLost").GetInt32().Should().Be(0);
    }

    [Fact]
    public void An_unknown_policy_names_the_known_ones() =>
        Run("--policy", "sometimes")
            .Should()
            .Match<(int ExitCode, string Output, string Error)>(r =>
                r.ExitCode == 2
                && r.Error.StartsWith("A policy must be async, softsync-N, stale-N, sync or backup-N, with a number N, but was sometimes.")
            );
}
