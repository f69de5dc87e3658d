using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Generalization.Tests.Deploy;

public class DeployTests
{
    [Fact]
    public void The_batch_script_is_bash()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-n", DeployFiles.Slurm]) { RedirectStandardError = true })!;
        bash.StandardError.ReadToEnd().Should().BeEmpty();
        bash.WaitForExit();
        bash.ExitCode.Should().Be(0);
    }

    [Fact]
    public void The_batch_script_asks_to_be_queued_again_and_to_be_told_in_time()
    {
        var lines = File.ReadAllLines(DeployFiles.Slurm);
        lines[0].Should().Be("#!/bin/bash");
        // sbatch reads its options up to the first command.
        lines
            .Skip(1)
            .TakeWhile(l => l.StartsWith("#SBATCH ", StringComparison.Ordinal))
            .Should()
            .Contain(["#SBATCH --array=0-3", "#SBATCH --requeue", "#SBATCH --signal=B:TERM@180"]);
    }

    [Theory]
    [InlineData("EXPERIMENTS", "must name the list of experiments, a JSON file")]
    [InlineData("STORE", "must name the store, a folder that all nodes share")]
    public void The_batch_script_says_what_it_lacks(string missing, string sentence)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var start = new ProcessStartInfo("bash", [DeployFiles.Slurm]) { RedirectStandardError = true };
        foreach (var name in new[] { "EXPERIMENTS", "STORE" }.Where(n => n != missing))
            start.Environment[name] = "x";
        using var bash = Process.Start(start)!;
        bash.StandardError.ReadToEnd().Should().Contain($"{missing}: {sentence}");
        bash.WaitForExit();
        bash.ExitCode.Should().NotBe(0);
    }

    [Fact]
    public void The_job_is_indexed_and_tells_its_pods_how_many_they_are()
    {
        var job = DeployFiles.Job();
        ((string?)job["apiVersion"], (string?)job["kind"]).Should().Be(("batch/v1", "Job"));
        ((string?)job["spec"]["completionMode"]).Should().Be("Indexed");
        DeployFiles.PodEnvironment()["JOB_COMPLETION_COUNT"].Should().Be((string?)job["spec"]["completions"]);
        ((string?)job["spec"]["template"]["spec"]["restartPolicy"]).Should().Be("Never", "a pod failure policy asks for it");
        var pod = job["spec"]["template"]["spec"];
        var volumes = ((YamlSequenceNode)pod["volumes"]).Select(v => (string?)v["name"]);
        ((YamlSequenceNode)pod["containers"][0]["volumeMounts"]).Select(v => (string?)v["name"]).Should().BeEquivalentTo(volumes);
        ((YamlSequenceNode)pod["containers"][0]["args"])
            .Select(a => (string?)a)
            .Where(a => a!.StartsWith("--", StringComparison.Ordinal))
            .Should()
            .Equal("--experiments", "--store", "--data");
    }

    [Fact]
    public void The_job_starts_a_pod_again_that_ended_with_a_checkpoint_and_gives_up_on_a_wrong_command_line()
    {
        var spec = DeployFiles.Job()["spec"];
        var container = (string?)spec["template"]["spec"]["containers"][0]["name"];
        var rules = ((YamlSequenceNode)spec["podFailurePolicy"]["rules"]).Children;
        ((string?)rules[0]["action"], (string?)rules[0]["onPodConditions"][0]["type"]).Should().Be(("Ignore", "DisruptionTarget"));
        Rule(rules[1]).Should().Be(("Ignore", container, "In", "143"));
        Rule(rules[2]).Should().Be(("FailJob", container, "In", "2"));
        static (string?, string?, string?, string?) Rule(YamlNode rule) =>
            (
                (string?)rule["action"],
                (string?)rule["onExitCodes"]["containerName"],
                (string?)rule["onExitCodes"]["operator"],
                (string?)rule["onExitCodes"]["values"][0]
            );
    }

    [Fact]
    public void The_image_hands_signals_to_the_application() =>
        File.ReadAllLines(DeployFiles.Docker)
            .Last(l => l.Length > 0)
            .Should()
            .Be("ENTRYPOINT [\"dotnet\", \"/application/PaperTables.dll\"]", "a shell between would keep SIGTERM for itself");
}
