using System.Diagnostics;
using Generalization.Experiments;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;
using Xunit.Abstractions;

namespace Generalization.Tests.Running;

[Collection("processes")]
public sealed class FullDiskTests(ITestOutputHelper log) : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("full").FullName;
    private readonly Experiment small = Tiny.Training,
        large = Tiny.Training with { Model = "wide", Epochs = 2 },
        after = Tiny.FiniteSample;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_file_that_may_not_grow_interrupts_its_own_run_alone()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (list, store) = (Tiny.WriteList(root, [small, large, after]), Path.Combine(root, "store"));
        using var worker = Worker.Start(
            "bash",
            ["-c", $"trap '' XFSZ; ulimit -f 100; exec dotnet {Worker.Program} --experiments {list} --store {store}"],
            // Executable memory is otherwise a large file.
            new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" }
        );
        Check(
            worker,
            store,
            "A file must be allowed to grow as large as it has to, but a limit of the "
                + "process or of the file system forbids it; raise the limit."
        );
        Again(list, store);
    }

    [Fact]
    public void A_disk_that_fills_up_leaves_what_is_finished_and_the_run_goes_on_when_there_is_room()
    {
        var store = Directory.CreateDirectory(Path.Combine(root, "store")).FullName;
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", store))
        {
            log.WriteLine(
                "Not run: a file system of its own can be mounted by the administrator of a Linux machine alone. The limit "
                    + "of a file's size is tried instead."
            );
            return;
        }

        try
        {
            var list = Tiny.WriteList(root, [small, large, after]);
            using (var worker = Worker.Start(list, store))
                Check(worker, store, "No space left on device");
            Run("mount", "-o", "remount,size=8m", store).Should().BeTrue();
            Again(list, store);
        }
        finally
        {
            Run("umount", store).Should().BeTrue();
        }
    }

    [Fact]
    public void A_store_that_can_only_be_read_is_read_and_says_that_it_cannot_be_written()
    {
        var store = Directory.CreateDirectory(Path.Combine(root, "store")).FullName;
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", store))
        {
            log.WriteLine(
                "Not run: a file system of its own can be mounted by the administrator of a Linux "
                    + "machine alone, and modes do not hold an administrator off."
            );
            return;
        }

        try
        {
            var runner = new ExperimentRunner(Tiny.Catalog);
            new SweepRunner(RunStore.Open(store), runner).Run([small]);
            Run("mount", "-o", "remount,ro", store).Should().BeTrue();
            new SweepRunner(RunStore.Open(store), runner).Run([small]).Finished.Should().Be(1, "what has a result needs no writing");
            FluentActions
                .Invoking(() => new SweepRunner(RunStore.Open(store), runner).Run([small, after]))
                .Should()
                .Throw<RunStoreException>()
                .Which.Message.Should()
                .StartWith($"A store must be writable for experiments to be run in it, but {store} is not (Read-only file system")
                .And.EndWith("make room, give the right to write, or name another.");
            RunStore.Open(store).ReadAll([small, after]).Select(r => r.Status).Should().Equal(RunStatus.Finished, RunStatus.Pending);
        }
        finally
        {
            Run("umount", store).Should().BeTrue();
        }
    }

    [Fact]
    public void A_store_that_is_no_folder_ends_the_work_with_a_sentence()
    {
        var path = Path.Combine(root, "store");
        File.WriteAllText(path, "");
        using var worker = Worker.Start(Tiny.WriteList(root, [small]), path);
        worker.Wait().Should().Be(1);
        worker
            .Error.Should()
            .StartWith($"A store must be a folder that is there or can be made, but {path} is not (")
            .And.EndWith("); name another.");
    }

    private void Check(Worker worker, string store, string reason)
    {
        worker.Wait().Should().Be(1, worker.Error);
        worker
            .Error.Should()
            .StartWith(
                $"The experiment {large.Id} could not go on, and begins anew when it is started again: {reason}",
                "not one checkpoint could be written"
            )
            .And.NotContain("\n");
        RunStore
            .Open(store)
            .ReadAll([small, large, after])
            .Select(r => r.Status)
            .Should()
            .Equal(RunStatus.Finished, RunStatus.Pending, RunStatus.Finished);
    }

    private void Again(string list, string store)
    {
        using var worker = Worker.Start(list, store);
        worker.Wait().Should().Be(0, worker.Error);
        RunStore.Open(store).ReadAll([small, large, after]).Should().OnlyContain(r => r.Status == RunStatus.Finished);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
