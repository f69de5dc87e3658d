using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;
using Generalization.Training.History;

namespace Generalization.Tests.Store;

public sealed class RunStoreTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("store").FullName;
    private readonly Experiment experiment = Tiny.Training;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void An_experiment_that_nobody_has_begun_is_pending_and_nothing_is_written()
    {
        var run = RunStore.Open(root).Read(experiment);
        (run.Status, run.History.Length, run.Result).Should().Be((RunStatus.Pending, 0, null));
        Directory.EnumerateFileSystemEntries(root).Should().BeEmpty();
    }

    [Fact]
    public void A_run_is_claimed_by_one_and_shows_its_history_while_it_goes_on()
    {
        var store = RunStore.Open(root);
        using (var claim = store.TryClaim(experiment)!)
        {
            store.TryClaim(experiment).Should().BeNull();
            claim.Append(Epoch(1)).Should().BeEmpty();
            claim.Append(Epoch(2)).Should().BeEmpty();
            var run = RunStore.Open(root).Read(experiment);
            run.Status.Should().Be(RunStatus.Running);
            run.History.Should().Equal(Epoch(1), Epoch(2));
            KnownKinds.All.Parse(File.ReadAllText(Path.Combine(store.FolderOf(experiment), "experiment.json"))).Should().Be(experiment);
        }

        store.Read(experiment).Status.Should().Be(RunStatus.Pending);
        File.Exists(Path.Combine(store.FolderOf(experiment), "lease.000001")).Should().BeTrue();
    }

    [Fact]
    public void Epochs_that_are_done_again_take_the_place_of_those_before()
    {
        var store = RunStore.Open(root);
        using (var first = store.TryClaim(experiment)!)
            for (var e = 1; e <= 4; e++)
                first.Append(Epoch(e));
        using var second = store.TryClaim(experiment)!;
        store.Read(experiment).History.Should().HaveCount(4, "until then they are what is known");
        second.Append(Epoch(3, loss: 7)).Should().Equal(Epoch(1), Epoch(2));
        store.Read(experiment).History.Should().Equal(Epoch(1), Epoch(2), Epoch(3, loss: 7));
    }

    [Fact]
    public void An_owner_that_wakes_up_late_writes_where_nobody_reads()
    {
        var store = RunStore.Open(root);
        using var late = store.TryClaim(experiment)!;
        late.Append(Epoch(1));
        LeaseFile.Renew(store.FolderOf(experiment), 1, new LeaseContent("", 0, 0, Released: true));
        using var next = store.TryClaim(experiment)!;
        next.Append(Epoch(1));
        next.Append(Epoch(2));
        late.Append(Epoch(2, loss: 9));
        late.Append(Epoch(3, loss: 9));
        store.Read(experiment).History.Should().Equal(Epoch(1), Epoch(2));
        FluentActions.Invoking(() => late.Complete(Result())).Should().Throw<OperationCanceledException>();
        next.Complete(Result());
        store.Read(experiment).Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public void A_history_that_was_cut_off_anywhere_has_the_epochs_of_its_whole_lines()
    {
        var store = RunStore.Open(root);
        using (var claim = store.TryClaim(experiment)!)
            for (var e = 1; e <= 3; e++)
                claim.Append(Epoch(e));
        var path = Path.Combine(store.FolderOf(experiment), "history.jsonl");
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            HistoryFile.Read(path).Should().HaveCount(bytes[..length].Count(b => b == '\n'));
        }

        File.WriteAllBytes(path, [.. bytes, 0, 0, 0, (byte)'\n']);
        store.Read(experiment).History.Should().HaveCount(3);
    }

    [Fact]
    public void A_result_that_is_half_written_is_never_read()
    {
        var store = RunStore.Open(root);
        using (store.TryClaim(experiment))
            File.WriteAllText(Path.Combine(store.FolderOf(experiment), "result.json.000001.part"), "{\"experiment\": {");
        store.Read(experiment).Status.Should().Be(RunStatus.Pending);
    }

    [Fact]
    public void The_first_result_stays_and_the_checkpoints_go()
    {
        var store = RunStore.Open(root);
        using (var claim = store.TryClaim(experiment)!)
        {
            File.WriteAllText(Path.Combine(claim.Files.Folder, "checkpoint.safetensors"), "");
            File.WriteAllText(Path.Combine(claim.Files.Folder, "checkpoint.previous.safetensors"), "");
            claim.Complete(Result());
            claim.Complete(Result() with { Seconds = 99 });
        }

        store.Read(experiment).Result!.Seconds.Should().Be(1);
        store.TryClaim(experiment).Should().BeNull();
        Directory
            .EnumerateFiles(store.FolderOf(experiment))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("experiment.json", "lease.000001", "result.json");
    }

    [Fact]
    public void What_an_owner_could_not_tidy_up_is_tidied_up_later()
    {
        var store = RunStore.Open(root);
        using (var claim = store.TryClaim(experiment)!)
            claim.Complete(Result());
        foreach (var left in new[] { "checkpoint.safetensors", "checkpoint.safetensors.part", "history.jsonl.000001.part" })
            File.WriteAllText(Path.Combine(store.FolderOf(experiment), left), "");
        new ExperimentRunner(Tiny.Catalog).Run(store, experiment)!.Seconds.Should().Be(1);
        Directory
            .EnumerateFiles(store.FolderOf(experiment))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("experiment.json", "lease.000001", "result.json");
    }

    [Fact]
    public void A_damaged_result_is_said_and_not_taken()
    {
        var store = RunStore.Open(root);
        Directory.CreateDirectory(store.FolderOf(experiment));
        var path = Path.Combine(store.FolderOf(experiment), "result.json");
        File.WriteAllText(path, "{");
        var run = store.Read(experiment);
        (run.Status, run.Result).Should().Be((RunStatus.Damaged, null));
        run.Damage.Should()
            .StartWith($"{path} must be the whole result of an experiment, but is not (")
            .And.EndWith("); remove it to run the experiment again.");
        run.Outcome.Should().Be($"damaged: {run.Damage}");
        FluentActions.Invoking(() => store.ReadResult(experiment)).Should().Throw<RunStoreException>().WithMessage(run.Damage);
        File.Delete(path);
        var other = Tiny.Training with { Seed = 77 };
        using (var claim = store.TryClaim(other)!)
            claim.Complete(Result() with { Experiment = other });
        File.Copy(Path.Combine(store.FolderOf(other), "result.json"), path);
        store
            .Read(experiment)
            .Damage.Should()
            .Be($"{path} must be of experiment {experiment.Id}, but is of {other.Id}; remove it to run the experiment again.");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"experiment": null}""")]
    [InlineData("""{"experiment": {"kind": "kernel", "dataset": "mnist"}}""")]
    [InlineData("""{"experiment": {"kind": "training", "dataset": "a", "model": "b", "augment": "sideways"}}""")]
    [InlineData("""{"experiment": {"kind": "training", "dataset": "a", "model": "b", "schema": 3}}""")]
    [InlineData("""{"experiment": {"kind": "training", "dataset": "a", "model": "b"}, "training": {"epochs": 3}}""")]
    [InlineData("""{"experiment": {"kind": "training", "dataset": "a", "model": "b"}, "seconds": 1e308}""")]
    public void Whatever_lies_in_a_result_is_said_and_the_others_are_read(string text)
    {
        var store = RunStore.Open(root);
        Directory.CreateDirectory(store.FolderOf(experiment));
        File.WriteAllText(Path.Combine(store.FolderOf(experiment), "result.json"), text);
        var other = Tiny.Training with { Seed = 77 };
        using (var claim = store.TryClaim(other)!)
            claim.Complete(Result() with { Experiment = other });
        store.ReadAll([experiment, other]).Select(r => r.Status).Should().Equal(RunStatus.Damaged, RunStatus.Finished);
    }

    [Fact]
    public void A_folder_where_a_file_should_be_is_said()
    {
        var store = RunStore.Open(root);
        Directory.CreateDirectory(Path.Combine(store.FolderOf(experiment), "result.json"));
        store.Read(experiment).Status.Should().Be(RunStatus.Damaged);
        var other = Tiny.Training with { Seed = 77 };
        Directory.CreateDirectory(Path.Combine(store.FolderOf(other), "history.jsonl"));
        store.Read(other).Status.Should().Be(RunStatus.Damaged);
    }

    [Fact]
    public void A_store_that_is_a_file_is_refused()
    {
        var path = Path.Combine(root, "file");
        File.WriteAllText(path, "mine");
        FluentActions
            .Invoking(() => RunStore.Open(path))
            .Should()
            .Throw<RunStoreException>()
            .Which.Message.Should()
            .StartWith($"A store must be a folder that is there or can be made, but {path} is not (")
            .And.EndWith("); name another.");
        File.ReadAllText(path).Should().Be("mine");
    }

    [Fact]
    public void A_store_that_cannot_be_written_says_so_and_can_still_be_read()
    {
        var store = RunStore.Open(root);
        using (var claim = store.TryClaim(experiment)!)
            claim.Complete(Result());
        var other = Tiny.Training with { Seed = 77 };
        // Where a run's folder should be lies a file; a mode would not hold the administrator off.
        File.WriteAllText(store.FolderOf(other), "");
        FluentActions
            .Invoking(() => store.TryClaim(other))
            .Should()
            .Throw<RunStoreException>()
            .Which.Message.Should()
            .StartWith($"A store must be writable for experiments to be run in it, but {root} is not (")
            .And.EndWith("); make room, give the right to write, or name another.");
        store.ReadAll([experiment, other]).Select(r => r.Status).Should().Equal(RunStatus.Finished, RunStatus.Pending);
    }

    [Fact]
    public void The_history_is_exported_with_a_row_for_each_epoch()
    {
        var store = RunStore.Open(root);
        using (var claim = store.TryClaim(experiment)!)
            for (var e = 1; e <= 2; e++)
                claim.Append(Epoch(e));
        File.ReadAllLines(store.ExportHistory(experiment))
            .Should()
            .Equal(
                "epoch,steps,learningRate,onlineLoss,onlineAccuracy,onlineCleanSubsetAccuracy,"
                    + "onlineCorruptedSubsetAccuracy,trainLoss,trainAccuracy,cleanSubsetAccuracy,"
                    + "corruptedSubsetAccuracy,testLoss,testAccuracy,seconds,validationLoss,validationAccuracy",
                "1,4,0.1,0.5,0.25,,,,,,,1.5,0.75,1,,",
                "2,8,0.1,0.5,0.25,,,,,,,1.5,0.75,2,,"
            );
    }

    private static EpochRecord Epoch(int epoch, double loss = 0.5) =>
        new(epoch, 4 * epoch, 0.1, loss, 0.25, null, null, null, null, null, null, 1.5, 0.75, epoch);

    private RunResult Result() =>
        new()
        {
            Experiment = experiment,
            DataHash = null,
            Version = "1",
            Device = "cpu",
            Finished = "2020-02-29T12:00:00Z",
            Seconds = 1,
        };
}
