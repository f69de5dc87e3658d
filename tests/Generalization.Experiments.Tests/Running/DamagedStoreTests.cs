using System.Text.RegularExpressions;
using Generalization.Experiments;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;
using Generalization.Threading;

namespace Generalization.Tests.Running;

public sealed class DamagedStoreTests : IDisposable
{
    private static readonly LeaseOptions Quick = new()
    {
        RenewEvery = TimeSpan.FromMilliseconds(20),
        TimeOut = TimeSpan.FromMilliseconds(300),
    };
    private readonly string root = Directory.CreateTempSubdirectory("damaged").FullName;
    private readonly Experiment first = Tiny.Training with { Epochs = 1 },
        second = Tiny.Training with { Epochs = 1, Seed = 5 };

    public void Dispose() => Directory.Delete(root, recursive: true);

    private RunStore Store => RunStore.Open(root, Quick);

    private string FileOf(string name)
    {
        Directory.CreateDirectory(Store.FolderOf(first));
        return Path.Combine(Store.FolderOf(first), name);
    }

    private SweepOutcome Sweep() => new SweepRunner(Store, new ExperimentRunner(Tiny.Catalog)).Run([first, second]);

    [Theory]
    [InlineData("result.json")]
    [InlineData("history.jsonl")]
    [InlineData("experiment.json")]
    [InlineData("checkpoint.safetensors")]
    [InlineData("checkpoint.previous.safetensors")]
    [InlineData("checkpoint.safetensors.part")]
    public void A_folder_or_a_pipe_in_a_files_place_is_shown_with_its_name_and_the_list_goes_on(string name)
    {
        var path = FileOf(name);
        foreach (var pipe in new[] { false, true })
        {
            if (!pipe)
                Directory.CreateDirectory(path);
            else if (!NamedPipe.TryMake(path))
                continue;
            var outcome = Sweep();
            outcome.Finished.Should().Be(1);
            var interrupted = outcome.Interrupted.Should().ContainSingle().Subject;
            interrupted.Experiment.Should().Be(first);
            interrupted.Error.Should().Contain($"{path} must be a regular file, but is a {(pipe ? "named pipe" : "folder")}. Remove it");
            var run = Store.Read(first);
            (run.Status, run.Damage!.Contains(path, StringComparison.Ordinal)).Should().Be((RunStatus.Damaged, true));
            if (pipe)
                File.Delete(path);
            else
                Directory.Delete(path);
        }

        Sweep().Finished.Should().Be(2);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"owner": null, "beat": 1, "seconds": 1, "released": true}""")]
    [InlineData("""{"owner": "a", "beat": 1, "seconds": 1e308, "released": true}""")]
    [InlineData("""{"owner": "a", "beat": 1, "seconds": "NaN", "released": true}""")]
    [InlineData("""{"owner": "a", "beat": 1, "seconds": -1e9, "released": true}""")]
    [InlineData("""{"owner": "\ud800", "beat": 1, "seconds": 1, "released": true}""")]
    public void A_lease_that_says_nothing_is_waited_for_and_counts_no_seconds(string text)
    {
        File.WriteAllText(FileOf("lease.000001"), text);
        Sweep().Should().Match<SweepOutcome>(o => o.Finished == 2 && o.Interrupted.IsEmpty);
        Store.Read(first).Result!.Seconds.Should().BeInRange(0, 600);
    }

    [Fact]
    public void A_folder_or_a_pipe_as_a_lease_is_waited_for()
    {
        Directory.CreateDirectory(FileOf("lease.000001"));
        _ = NamedPipe.TryMake(FileOf("lease.000002"));
        Sweep().Should().Match<SweepOutcome>(o => o.Finished == 2 && o.Interrupted.IsEmpty);
    }

    [Theory]
    [InlineData("lease.2147483647")]
    [InlineData("lease.1")]
    [InlineData("lease.-00001")]
    [InlineData("lease.000000")]
    public void A_lease_that_no_owner_makes_is_nobodys(string name)
    {
        File.WriteAllText(FileOf(name), "{}");
        Sweep().Finished.Should().Be(2);
        Directory.EnumerateFiles(Store.FolderOf(first), "lease.*").Select(Path.GetFileName).Should().BeEquivalentTo(name, "lease.000001");
    }

    [Fact]
    public void The_last_number_of_a_lease_is_said()
    {
        var path = FileOf("lease.999999");
        File.WriteAllText(path, "{}");
        var outcome = Sweep();
        outcome.Finished.Should().Be(1);
        outcome
            .Interrupted.Should()
            .Equal(
                new InterruptedRun(
                    first,
                    $"{path} must not be there, as its number is the last that there can be, but it is; remove it if nobody works on the "
                        + "run."
                )
            );
        Store.Read(first).Status.Should().Be(RunStatus.Damaged);
    }

    [Fact]
    public void A_file_in_the_place_of_a_runs_folder_ends_that_run_alone()
    {
        File.WriteAllText(Store.FolderOf(first), "");
        var outcome = Sweep();
        (outcome.Finished, outcome.Interrupted.Length).Should().Be((1, 1));
        outcome.Interrupted[0].Error.Should().Contain(Path.GetFileName(Store.FolderOf(first)));
    }

    private void SaySeconds(string seconds)
    {
        var path = FileOf("result.json");
        var lines = File.ReadAllLines(path)
            .Select(l => l.StartsWith("  \"seconds\":", StringComparison.Ordinal) ? $"  \"seconds\": {seconds}," : l);
        File.WriteAllText(path, string.Join('\n', lines).Replace(",\n}", "\n}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1e308")]
    [InlineData("1e17")]
    [InlineData("-1")]
    public void Seconds_that_no_run_takes_are_no_result(string seconds)
    {
        new SweepRunner(Store, new ExperimentRunner(Tiny.Catalog)).Run([first]).Finished.Should().Be(1);
        SaySeconds(seconds);
        var outcome = Sweep();
        outcome.Finished.Should().Be(1);
        outcome.Interrupted.Should().ContainSingle().Which.Error.Should().Contain("It must hold seconds, at most a thousand years.");
    }

    [Fact]
    public void Estimates_of_any_size_add_up_to_a_time()
    {
        new SweepRunner(Store, new ExperimentRunner(Tiny.Catalog)).Run([first]).Finished.Should().Be(1);
        var path = FileOf("result.json");
        // Of the result, and of the numbers in it.
        File.WriteAllText(path, Regex.Replace(File.ReadAllText(path), "\"seconds\": [^,\\n]*", "\"seconds\": 3.2e10"));
        using var stop = new CancellationTokenSource();
        TimeSpan? remaining = null;
        var heard = new SynchronousProgress<SweepProgress>(at =>
        {
            remaining ??= at.Remaining;
            stop.Cancel();
        });
        Experiment[] long5 = [first, .. Enumerable.Range(1, 5).Select(i => Tiny.Training with { Epochs = int.MaxValue, Seed = (ulong)i })];
        FluentActions
            .Invoking(() => new SweepRunner(Store, new ExperimentRunner(Tiny.Catalog)).Run(long5, heard, stop.Token))
            .Should()
            .Throw<OperationCanceledException>();
        remaining.Should().BeGreaterThan(TimeSpan.FromDays(365_000));
    }
}
