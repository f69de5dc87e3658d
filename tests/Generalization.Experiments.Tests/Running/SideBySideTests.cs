using System.Collections.Concurrent;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.Support;
using Generalization.Threading;
using TorchSharp;

namespace Generalization.Tests.Running;

[Collection("threads")]
[NoTensorLeaks]
public sealed class SideBySideTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly string root = Directory.CreateTempSubdirectory("side").FullName;
    private readonly List<SweepProgress> heard = [];

    public void Dispose() => Directory.Delete(root, recursive: true);

    private RunStore Store => RunStore.Open(Path.Combine(root, "store"));

    private SweepOutcome Sweep(
        int parallel,
        IEnumerable<Experiment> list,
        ExperimentCatalog? catalog = null,
        Action<SweepProgress>? hear = null,
        CancellationToken token = default,
        TimeSpan? budget = null
    ) =>
        new SweepRunner(
            Store,
            new ExperimentRunner(
                catalog ?? Tiny.Catalog,
                new RunnerOptions { MeasureProducts = _ => 1e9, TensorBoard = Path.Combine(root, "board") }
            ),
            new SweepOptions { Parallel = parallel, Budget = budget }
        ).Run(
            list,
            new SynchronousProgress<SweepProgress>(p =>
            {
                heard.Add(p);
                hear?.Invoke(p);
            }),
            token
        );

    /// <summary>The catalog with something that happens where each training begins, on its thread.</summary>
    private static ExperimentCatalog Beginning(Action act)
    {
        var tiny = Tiny.Catalog.Model("tiny");
        return Tiny.Catalog.With(
            tiny with
            {
                Create = (shape, classes, seed, dropout) =>
                {
                    act();
                    return tiny.Create(shape, classes, seed, dropout);
                },
            }
        );
    }

    [Fact]
    public void They_give_the_same_as_one_after_another_by_as_many_threads()
    {
        var all = torch.get_num_threads();
        Experiment[] list =
        [
            .. Tiny.Trainings(3),
            Tiny.Training with
            {
                Precision = "bfloat16",
            },
            Tiny.Training with
            {
                Precision = "bfloat16",
                Seed = 1,
            },
            Tiny.Training with
            {
                Model = "wide",
                BatchSize = 64,
            },
        ];
        var alone = RunStore.Open(Path.Combine(root, "alone"));
        torch.set_num_threads(Math.Max(1, all / 3));
        try
        {
            new SweepRunner(alone, new ExperimentRunner(Tiny.Catalog)).Run(list);
        }
        finally
        {
            torch.set_num_threads(all);
        }

        Sweep(3, list).Finished.Should().Be(6);
        torch.get_num_threads().Should().Be(all);
        Store.ReadAll(list).Select(Tiny.Lasting).Should().Equal(alone.ReadAll(list).Select(Tiny.Lasting));
        Store.ReadAll(list).Select(r => r.Result!.Threads).Should().AllBeEquivalentTo(Math.Max(1, all / 3));
        list.Select(e => Directory.GetFiles(Path.Combine(root, "board", e.Id)).Length).Should().AllBeEquivalentTo(1);
        heard[^1].Should().Match<SweepProgress>(p => p.Finished == 6 && p.Running.IsEmpty && p.Remaining == TimeSpan.Zero);
    }

    [Fact]
    public void As_many_as_asked_for_run_at_once_and_no_more()
    {
        using var meeting = new Barrier(3);
        var (running, most, missed, left) = (0, 0, 0, new ConcurrentBag<long>());
        var catalog = Beginning(() =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            if (!meeting.SignalAndWait(Long))
                Interlocked.Increment(ref missed);
        });
        Sweep(
            3,
            Tiny.Trainings(6),
            catalog,
            p =>
            {
                if (p.Ended is null)
                    return;
                Interlocked.Decrement(ref running);
                left.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            }
        )
            .Finished.Should()
            .Be(6);
        (most, missed).Should().Be((3, 0));
        heard.Max(p => p.Running.Length).Should().Be(3);
        left.Should().HaveCount(6).And.AllBeEquivalentTo(0, "a run leaves no tensors on its thread");
    }

    [Fact]
    public void What_fills_the_machine_runs_alone_in_its_place_and_with_all_threads()
    {
        var trainings = Tiny.Trainings(5);
        var (kernel, points) = (
            Tiny.Kernel with
            {
                Dataset = "watched",
            },
            new FiniteSampleExperiment
            {
                Dataset = "watched",
                N = 30,
                Targets = "random-labels",
            }
        );
        Experiment[] list = [trainings[0], trainings[1], kernel, trainings[2], trainings[3], points, trainings[4]];
        var (beside, running, alone, loads) = (0, 0, false, 0);
        var catalog = Beginning(() =>
            {
                Interlocked.Increment(ref running);
                if (Volatile.Read(ref alone))
                    Interlocked.Increment(ref beside);
            })
            .With(
                "watched",
                () =>
                {
                    loads++;
                    Volatile.Write(ref alone, true);
                    Interlocked.Add(ref beside, Volatile.Read(ref running));
                    return Tiny.Catalog.LoadDataset("synthetic");
                }
            );
        Sweep(
            2,
            list,
            catalog,
            p =>
            {
                if (p.Ended?.Experiment is TrainingExperiment)
                    Interlocked.Decrement(ref running);
                else if (p.Ended is not null)
                    Volatile.Write(ref alone, false);
            }
        )
            .Finished.Should()
            .Be(7);
        (beside, loads).Should().Be((0, 2));
        Experiment[] ended = [.. heard.Select(p => p.Ended).OfType<RunResult>().Select(r => r.Experiment)];
        (ended[2], ended[5], ended[6]).Should().Be((kernel, points, trainings[4]));
        Store
            .ReadAll(list)
            .Select(r => r.Result!.Threads)
            .Distinct()
            .Should()
            .BeEquivalentTo(new int?[] { torch.get_num_threads(), Math.Max(1, torch.get_num_threads() / 2) }.Distinct());
        Store.Read(kernel).Result!.Threads.Should().Be(torch.get_num_threads());
        heard
            .Where(p => p.Running.Any(r => r.Experiment == kernel || r.Experiment == points))
            .Should()
            .OnlyContain(p => p.Running.Length == 1);
    }

    [Fact]
    public void One_that_fails_and_one_that_cannot_go_on_leave_the_others()
    {
        var missing = Tiny.Training with { Dataset = "mnist" };
        var outcome = Sweep(3, [Tiny.Training with { LearningRate = 1e30 }, missing, .. Tiny.Trainings(3)]);
        (outcome.Finished, outcome.Failed, outcome.Interrupted.Single().Experiment).Should().Be((3, 1, missing));
    }

    [Fact]
    public void An_error_of_the_program_stops_the_others_with_a_checkpoint_and_is_thrown()
    {
        Experiment[] endless = [Tiny.Training with { Epochs = 30_000_000 }, Tiny.Training with { Epochs = 30_000_000, Seed = 1 }];
        var broken = Tiny.Training with { Model = "broken" };
        var all = torch.get_num_threads();
        using var begun = new CountdownEvent(2);
        var catalog = Tiny.Catalog.With(
            Tiny.Catalog.Model("tiny") with
            {
                Name = "broken",
                Create = (_, _, _, _) =>
                    throw new InvalidOperationException(begun.Wait(Long) ? "It is broken." : "The others did not begin."),
            }
        );
        FluentActions
            .Invoking(() =>
                Sweep(
                    3,
                    [.. endless, broken, Tiny.Training],
                    catalog,
                    p =>
                    {
                        if (p.Current?.Training?.Finished?.Epoch == 1)
                            begun.Signal();
                    }
                )
            )
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("It is broken.");
        CheckStopped(endless);
        Store.Read(Tiny.Training).History.Should().BeEmpty("nothing more is begun");
        torch.get_num_threads().Should().Be(all);
    }

    [Fact]
    public void A_cancellation_stops_all_with_their_checkpoints()
    {
        Experiment[] endless = [.. Tiny.Trainings(3, epochs: 30_000_000)];
        using var stop = new CancellationTokenSource();
        FluentActions
            .Invoking(() =>
                Sweep(
                    3,
                    [.. endless, Tiny.Kernel],
                    hear: p =>
                    {
                        if (p.Running.Length == 3 && p.Running.All(r => r.Training is not null))
                            stop.Cancel();
                    },
                    token: stop.Token
                )
            )
            .Should()
            .Throw<OperationCanceledException>();
        CheckStopped(endless);
        Store.Read(Tiny.Kernel).Status.Should().Be(RunStatus.Pending);
        Directory.Exists(Store.FolderOf(Tiny.Kernel)).Should().BeFalse();
    }

    [Fact]
    public void The_end_of_the_budget_stops_all_with_their_checkpoints()
    {
        Experiment[] endless = [.. Tiny.Trainings(2, epochs: 30_000_000)];
        Sweep(2, endless, budget: TimeSpan.FromSeconds(2)).OutOfTime.Should().Equal(endless);
        CheckStopped(endless);
    }

    [Fact]
    public void They_share_the_time_that_is_left()
    {
        var list = Tiny.Trainings(5);
        using (var claim = Store.TryClaim(list[0])!)
        {
            var training = FakeRuns.Finished((TrainingExperiment)list[0]).Result!.Training! with
            {
                TrainCount = 64,
                Epochs = 6,
                Seconds = 600,
            };
            claim.Complete(
                new RunResult
                {
                    Experiment = list[0],
                    Numbers = training,
                    DataHash = null,
                    Version = "1",
                    Device = new RunnerOptions().DeviceName,
                    Finished = "2020-02-29T12:00:00Z",
                    Seconds = 600,
                }
            );
        }

        Experiment[] rest = [.. list[1..].Select(e => (TrainingExperiment)e with { Train = 64 })];
        Sweep(3, [list[0], .. rest]).Finished.Should().Be(5);
        heard[0].Remaining.Should().Be(TimeSpan.FromSeconds(4 * 600 / 3));
        heard.Clear();
        Sweep(8, [list[0], .. Tiny.Trainings(3, epochs: 7).Select(e => (TrainingExperiment)e with { Train = 64 })]);
        heard[0].Remaining.Should().Be(TimeSpan.FromSeconds(700), "none ends before its own time");
    }

    [Fact]
    public void Each_has_its_share_of_the_threads_and_the_caller_gets_them_back()
    {
        var all = torch.get_num_threads();
        var seen = new ConcurrentBag<int>();
        using (var lanes = new SideBySide(2, default))
        {
            for (var i = 0; i < 4; i++)
                lanes.Start(() => seen.Add(torch.get_num_threads()));
            lanes.WaitForAll();
            torch.get_num_threads().Should().Be(all);
        }

        seen.Should().HaveCount(4).And.AllBeEquivalentTo(Math.Max(1, all / 2));
    }

    private void CheckStopped(IEnumerable<Experiment> experiments) =>
        Store
            .ReadAll(experiments)
            .Should()
            .AllSatisfy(run =>
            {
                run.Status.Should().Be(RunStatus.Pending, "its claim is given back");
                run.History.Should().NotBeEmpty();
                File.Exists(Path.Combine(Store.FolderOf(run.Experiment), "checkpoint.safetensors")).Should().BeTrue();
            });

    private static void InterlockedMax(ref int target, int value)
    {
        for (var before = Volatile.Read(ref target); value > before; before = Volatile.Read(ref target))
            if (Interlocked.CompareExchange(ref target, value, before) == before)
                return;
    }
}
