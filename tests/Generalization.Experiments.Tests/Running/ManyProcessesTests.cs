using System.Collections.Immutable;
using Generalization.Experiments;
using Generalization.Experiments.Store;
using Generalization.Tests.Deploy;
using Generalization.Tests.Support;
using Xunit.Abstractions;

namespace Generalization.Tests.Running;

[Collection("processes")]
public sealed class ManyProcessesTests : IDisposable
{
    private const int Epochs = 20;
    private static readonly Lock Once = new();
    private static ImmutableArray<string> alone;
    private readonly string root = Directory.CreateTempSubdirectory("many").FullName;
    private readonly ImmutableArray<Experiment> experiments = Tiny.Trainings(40, Epochs);
    private readonly List<Worker> workers = [];
    private readonly ITestOutputHelper log;
    private readonly string list,
        store,
        gate;

    public ManyProcessesTests(ITestOutputHelper log) =>
        (this.log, list, store, gate) = (log, Tiny.WriteList(root, experiments), Path.Combine(root, "store"), Path.Combine(root, "gate"));

    public void Dispose()
    {
        foreach (var worker in workers)
            worker.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void Four_on_one_store_of_which_two_are_killed_lose_nothing_and_do_nothing_twice()
    {
        for (var i = 0; i < 4; i++)
            workers.Add(Worker.Start(list, store, new Dictionary<string, string> { ["WAIT_FOR"] = gate }));
        BeginTogether();
        WaitForResults(4);
        Kill(workers[0]);
        WaitForResults(12);
        Kill(workers[1]);
        foreach (var worker in workers[2..])
            worker.Wait().Should().Be(0, worker.Error);
        CheckAll();
    }

    /// <summary>The batch script as it is, in bash, with what Slurm sets and a scontrol that notes what it is asked.</summary>
    [Fact]
    public void A_Slurm_array_of_which_a_task_is_stopped_and_a_node_fails()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var requeued = Path.Combine(root, "requeued");
        File.WriteAllText(Path.Combine(root, "scontrol"), $"#!/bin/sh\necho \"$@\" >> {requeued}\n");
        File.SetUnixFileMode(Path.Combine(root, "scontrol"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Worker Task(int id)
        {
            workers.Add(
                Worker.Start(
                    "bash",
                    [DeployFiles.Slurm],
                    new Dictionary<string, string>
                    {
                        ["EXPERIMENTS"] = list,
                        ["STORE"] = store,
                        ["APPLICATION"] = $"dotnet {Worker.Program} --checkpoint 20",
                        ["PATH"] = $"{root}:{Environment.GetEnvironmentVariable("PATH")}",
                        ["WAIT_FOR"] = gate,
                        ["SLURM_ARRAY_JOB_ID"] = "77",
                        ["SLURM_ARRAY_TASK_ID"] = $"{id}",
                        ["SLURM_ARRAY_TASK_COUNT"] = "4",
                        ["SLURM_ARRAY_TASK_MIN"] = "1",
                        ["SLURM_ARRAY_TASK_MAX"] = "4",
                    }
                )
            );
            return workers[^1];
        }

        Worker[] tasks = [Task(1), Task(2), Task(3), Task(4)];
        BeginTogether();
        tasks[2].WaitFor(lines => lines.Any(l => l.StartsWith("began", StringComparison.Ordinal)));
        tasks[2].Terminate();
        Kill(tasks[0]);
        tasks[2].Wait().Should().Be(143, tasks[2].Error);
        File.ReadAllText(requeued).Should().Be("requeue 77_3\n");
        tasks[2].Output[1].Should().Be($"began {experiments[2].Id}", "a task begins with its own share");
        (tasks[2], tasks[0]) = (Task(3), Task(1));
        foreach (var task in tasks)
            task.Wait().Should().Be(0, task.Error);
        File.ReadAllLines(requeued).Should().ContainSingle("what has ended is not queued again");
        CheckAll();
    }

    [Fact]
    public void A_Kubernetes_job_of_which_a_pod_is_evicted_and_a_node_fails()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Worker Pod(int index)
        {
            workers.Add(
                Worker.Start(
                    list,
                    store,
                    new Dictionary<string, string>(DeployFiles.PodEnvironment())
                    {
                        ["WAIT_FOR"] = gate,
                        ["JOB_COMPLETION_INDEX"] = $"{index}",
                    }
                )
            );
            return workers[^1];
        }

        Worker[] pods = [Pod(0), Pod(1), Pod(2), Pod(3)];
        BeginTogether();
        pods[1].WaitFor(lines => lines.Any(l => l.StartsWith("began", StringComparison.Ordinal)));
        pods[1].Terminate();
        Kill(pods[3]); // at once: while one ends in order, the others may do all that is left
        pods[1].Wait().Should().Be(143, "the Job's policy counts this as no failure");
        pods[1].Output[1].Should().Be($"began {experiments[1].Id}", "a pod begins with its own share");
        (pods[1], pods[3]) = (Pod(1), Pod(3));
        foreach (var pod in pods)
            pod.Wait().Should().Be(0, pod.Error);
        CheckAll();
    }

    private void BeginTogether()
    {
        foreach (var worker in workers)
            worker.WaitFor(lines => lines.Contains("ready"));
        File.WriteAllText(gate, "");
    }

    private void WaitForResults(int count) =>
        SpinWait
            .SpinUntil(
                () => experiments.Count(e => File.Exists(Path.Combine(store, e.Id, "result.json"))) >= count,
                TimeSpan.FromMinutes(1)
            )
            .Should()
            .BeTrue();

    private static void Kill(Worker worker) =>
        worker.KillAfter(TimeSpan.FromMilliseconds(1), children: true).Should().BeTrue("there was work left");

    private void CheckAll()
    {
        var runs = RunStore.Open(store).ReadAll(experiments);
        runs.Should().OnlyContain(r => r.Status == RunStatus.Finished && r.History.Length == Epochs);
        runs.Select(Tiny.Lasting).Should().Equal(Alone());
        string[] ran = [.. workers.SelectMany(w => w.Ran)];
        ran.Should().OnlyHaveUniqueItems("nothing is done twice");
        var takenOver = experiments.Count(e => File.Exists(Path.Combine(store, e.Id, "lease.000002")));
        log.WriteLine(
            $"{runs.Length} results; {string.Join(" + ", workers.Select(w => w.Ran.Count()))} by {workers.Count} processes; "
                + $"{takenOver} runs were taken over."
        );
    }

    /// <summary>What one process gives that nobody disturbs.</summary>
    private ImmutableArray<string> Alone()
    {
        lock (Once)
        {
            if (!alone.IsDefault)
                return alone;
            var folder = Path.Combine(root, "alone");
            using (var worker = Worker.Start(list, folder))
                worker.Wait().Should().Be(0, worker.Error);
            return alone = [.. RunStore.Open(folder).ReadAll(experiments).Select(Tiny.Lasting)];
        }
    }
}
