using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using Generalization.Threading;

namespace Generalization.Tests.Running;

public sealed class SweepRunnerTests : IDisposable
{
    private static readonly LeaseOptions Quick = new()
    {
        RenewEvery = TimeSpan.FromMilliseconds(20),
        TimeOut = TimeSpan.FromMilliseconds(300),
    };
    private readonly string root = Directory.CreateTempSubdirectory("sweep").FullName;
    private readonly List<SweepProgress> heard = [];

    public void Dispose() => Directory.Delete(root, recursive: true);

    private RunStore Store => RunStore.Open(root, Quick);

    private SweepOutcome Sweep(SweepOptions options, IEnumerable<Experiment> list, CancellationToken token = default) =>
        new SweepRunner(Store, new ExperimentRunner(Tiny.Catalog), options).Run(
            list,
            new SynchronousProgress<SweepProgress>(heard.Add),
            token
        );

    [Fact]
    public void Every_experiment_is_run_once_in_order_and_progress_counts_them()
    {
        var list = Tiny.Trainings(3).Append(Tiny.FiniteSample).Append(Tiny.Training with { LearningRate = 1e30 }).ToArray();
        var outcome = Sweep(new SweepOptions(), [.. list, .. list]);
        (outcome.Finished, outcome.Failed).Should().Be((4, 1));
        outcome.Interrupted.Should().BeEmpty();
        heard.Select(p => p.Ended).OfType<RunResult>().Select(r => r.Experiment).Should().Equal(list);
        heard[^1]
            .Should()
            .Match<SweepProgress>(p =>
                p.Count == 5 && p.Finished == 4 && p.Failed == 1 && p.Current == null && p.Remaining == TimeSpan.Zero
            );
        heard.Select(p => p.Current?.Training?.Finished).Count(e => e is not null).Should().BeGreaterThanOrEqualTo(18);
        heard.Clear();
        Sweep(new SweepOptions(), list).Should().BeEquivalentTo(outcome);
        heard.Should().OnlyContain(p => p.Current == null, "what has a result is not run again");
    }

    [Fact]
    public void A_share_comes_first()
    {
        var list = Tiny.Trainings(5, epochs: 1);
        Sweep(new SweepOptions { Shard = new Shard(1, 3) }, list);
        heard
            .Select(p => p.Ended)
            .OfType<RunResult>()
            .Select(r => r.Experiment)
            .Should()
            .Equal(list[1], list[4], list[0], list[2], list[3]);
    }

    [Fact]
    public void What_a_living_owner_holds_is_passed_over_and_then_waited_for()
    {
        var list = Tiny.Trainings(2, epochs: 1);
        var claim = Store.TryClaim(list[0])!;
        var outcome = Sweep(new SweepOptions { WaitForOthers = false }, list);
        (outcome.Finished, outcome.Elsewhere.Single()).Should().Be((1, list[0]));
        using var release = new Timer(_ => claim.Dispose(), null, 100, Timeout.Infinite);
        Sweep(new SweepOptions(), list).Finished.Should().Be(2);
    }

    [Fact]
    public void What_a_dead_owner_left_is_taken_over()
    {
        var list = Tiny.Trainings(1, epochs: 1);
        Directory.CreateDirectory(Store.FolderOf(list[0]));
        LeaseFile.TryCreate(Store.FolderOf(list[0]), 1, new LeaseContent("another machine", 3, 5, false));
        Sweep(new SweepOptions(), list).Finished.Should().Be(1);
        Store.Read(list[0]).Result!.Seconds.Should().BeGreaterThan(5, "its seconds count");
    }

    [Fact]
    public void Nothing_is_started_that_would_not_end_in_the_budget()
    {
        var (known, longer) = (Tiny.Training with { Epochs = 3 }, Tiny.Training with { Epochs = 30_000_000 });
        Sweep(new SweepOptions { Budget = TimeSpan.FromHours(1) }, [known]).Finished.Should().Be(1);
        var outcome = Sweep(new SweepOptions { Budget = TimeSpan.FromMinutes(1) }, [known, longer, Tiny.Training with { Epochs = 4 }]);
        (outcome.Finished, outcome.OutOfTime.Single()).Should().Be((2, longer));
        Directory.Exists(Store.FolderOf(longer)).Should().BeFalse();
    }

    [Fact]
    public void What_nothing_is_known_of_is_started_and_stopped_with_a_checkpoint_at_the_end_of_the_budget()
    {
        var endless = Tiny.Training with { Epochs = 30_000_000 };
        var outcome = Sweep(new SweepOptions { Budget = TimeSpan.FromSeconds(1) }, [endless]);
        outcome.OutOfTime.Should().Equal(endless);
        var run = Store.Read(endless);
        run.Status.Should().Be(RunStatus.Pending);
        run.History.Should().NotBeEmpty();
        File.Exists(Path.Combine(Store.FolderOf(endless), "checkpoint.safetensors")).Should().BeTrue();
        Sweep(new SweepOptions { Budget = TimeSpan.FromMinutes(1) }, [endless])
            .OutOfTime.Should()
            .Equal([endless], "its own history tells how long it takes");
    }

    [Fact]
    public void Data_that_are_missing_stop_their_own_experiments_alone()
    {
        var missing = Tiny.Training with { Dataset = "mnist" };
        var outcome = Sweep(new SweepOptions(), [missing, Tiny.FiniteSample]);
        outcome.Finished.Should().Be(1);
        outcome
            .Interrupted.Should()
            .Equal(
                new InterruptedRun(
                    missing,
                    $"The experiment {missing.Id} could not go on, and does from its last checkpoint when it is started "
                        + "again: The data set mnist needs a folder: give --data DIR or set GENERALIZATION_DATA."
                )
            );
    }

    [Fact]
    public void Too_little_memory_is_this_machines_reason_and_no_result()
    {
        var catalog = ExperimentCatalog
            .Paper()
            .With(
                "large",
                () =>
                    throw FluentActions
                        .Invoking(() => SolverPlan.For(1000, 10, options: new SolverOptions { Memory = 1 }))
                        .Should()
                        .Throw<MemoryLimitException>()
                        .Which
            );
        var large = Tiny.Kernel with { Dataset = "large" };
        var outcome = new SweepRunner(Store, new ExperimentRunner(catalog)).Run([large, Tiny.FiniteSample]);
        (outcome.Finished, outcome.Failed).Should().Be((1, 0));
        outcome.Interrupted.Should().ContainSingle().Which.Error.Should().Contain("Solving n = 1000 needs at least");
        Store.Read(large).Status.Should().Be(RunStatus.Pending);
    }

    [Fact]
    public void A_cancellation_leaves_what_is_finished_and_gives_the_rest_back()
    {
        var list = Tiny.Trainings(3);
        using var stop = new CancellationTokenSource();
        FluentActions
            .Invoking(() =>
                new SweepRunner(Store, new ExperimentRunner(Tiny.Catalog)).Run(
                    list,
                    new SynchronousProgress<SweepProgress>(p =>
                    {
                        if (p.Finished == 1 && p.Current?.Training is not null)
                            stop.Cancel();
                    }),
                    stop.Token
                )
            )
            .Should()
            .Throw<OperationCanceledException>();
        Store.ReadAll(list).Select(r => r.Status).Should().Equal(RunStatus.Finished, RunStatus.Pending, RunStatus.Pending);
    }

    [Fact]
    public void A_name_that_the_catalog_has_not_is_refused_before_the_first_run()
    {
        FluentActions
            .Invoking(() => Sweep(new SweepOptions(), [Tiny.Training, Tiny.Training with { Model = "huge" }]))
            .Should()
            .Throw<ArgumentException>();
        Directory.EnumerateFileSystemEntries(root).Should().BeEmpty();
    }

    [Fact]
    public void A_number_at_once_is_checked() =>
        FluentActions
            .Invoking(() => new SweepOptions { Parallel = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Parallel must be at least 1, but was 0. (Parameter 'Parallel')");

    [Fact]
    public void A_budget_is_checked() =>
        FluentActions
            .Invoking(() => new SweepOptions { Budget = TimeSpan.Zero })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Budget must be positive, but was 00:00:00. (Parameter 'Budget')");
}
