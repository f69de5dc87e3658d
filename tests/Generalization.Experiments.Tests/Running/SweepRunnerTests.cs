using System.Runtime.InteropServices;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.Audits;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Identity;
using Generalization.Kernels.Solvers;
using Generalization.Models;
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
                    $"The experiment {missing.Id} could not go on, and begins anew when it is started "
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

    public static TheoryData<Experiment, string> Contradictions =>
        new()
        {
            {
                Tiny.Training with
                {
                    Corruption = "partial-labels",
                },
                "A probability must be given with partial-labels and with nothing else, but the corruption was partial-labels and the "
                    + "probability not given."
            },
            {
                Tiny.Kernel with
                {
                    Features = "gabor",
                    Filters = 20,
                },
                "Filters must be given with random-conv alone, but the features were gabor and the filters 20."
            },
            {
                Tiny.Kernel with
                {
                    Kernel = "linear",
                    Gamma = 0.5,
                },
                "gamma must be left out where it would not be used, but it was given and the kernel is linear; leave one of the two out."
            },
            {
                Tiny.FiniteSample with
                {
                    Dataset = null,
                    D = null,
                },
                "A dimension d must be given for random points and for nothing else, but the data set was none and d not given."
            },
            {
                new AuditExperiment
                {
                    Dataset = "synthetic",
                    Learner = "kernel",
                    Epochs = 3,
                },
                "epochs must be left out where it would not be used, but it was given and a kernel is audited; leave one of the two out."
            },
            {
                new DistributedExperiment
                {
                    Dataset = "synthetic",
                    Model = "mlp-1x512",
                    Probability = 0.3,
                },
                "A probability must be given with partial-labels and with nothing else, but the corruption was true-labels and the "
                    + "probability given."
            },
        };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Properties_that_cannot_go_together_are_refused_before_the_first_run(Experiment contradictory, string sentence)
    {
        FluentActions
            .Invoking(() => Sweep(new SweepOptions(), [Tiny.Training, contradictory]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage($"The experiment {contradictory.Id} ({contradictory.Words}) cannot be run. {sentence}");
        Store.Read(Tiny.Training).Status.Should().Be(RunStatus.Pending);
        Directory.EnumerateFileSystemEntries(root).Should().BeEmpty();
    }

    [Fact]
    public void A_contradictory_experiment_that_has_a_result_does_not_stop_its_list()
    {
        // As an older version left it.
        var contradictory = Tiny.Training with
        {
            Corruption = "partial-labels",
        };
        new ExperimentRunner(Tiny.Catalog).Run(Store, contradictory)!.Error.Should().NotBeNull();
        var outcome = Sweep(new SweepOptions(), [Tiny.Training, contradictory]);
        (outcome.Finished, outcome.Failed).Should().Be((1, 1));
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

    private static ExperimentCatalog Catalog(ulong seed) =>
        Tiny.Catalog.With("synthetic", () => new SyntheticImages(new ImageShape(1, 6, 6), 4).Create(64, 32, seed));

    private SweepOutcome Sweep(ExperimentCatalog catalog, SweepOptions options, params Experiment[] list) =>
        new SweepRunner(Store, new ExperimentRunner(catalog), options).Run(list);

    [Fact]
    public void A_result_of_other_data_is_said_and_does_not_count()
    {
        var (one, other) = (Tiny.Training with { Epochs = 1 }, Tiny.Training with { Epochs = 1, Seed = 1 });
        Sweep(Catalog(1), new SweepOptions(), one).Finished.Should().Be(1);
        var outcome = Sweep(Catalog(2), new SweepOptions(), one, other);
        var (before, now) = (Store.Read(one).Result!.SourceHash!, Store.Read(other).Result!.SourceHash!);
        (before.Length, now == before).Should().Be((64, false));
        outcome.Finished.Should().Be(1);
        outcome
            .Interrupted.Should()
            .Equal(
                new InterruptedRun(
                    one,
                    $"The result of {one.Id} ({one.Words}) must be of the data set synthetic that is read "
                        + $"now, whose hash is {now[..16]}…, but is "
                        + $"of one whose hash is {before[..16]}…; remove {Store.FolderOf(one)} to run it again, or name another store."
                )
            );
        Sweep(Catalog(1), new SweepOptions(), one, other).Interrupted.Select(r => r.Experiment).Should().Equal(other);
        new SweepRunner(Store, new ExperimentRunner(Catalog(2))).OfOtherData([one, other]).Should().Equal(outcome.Interrupted);
        FluentActions
            .Invoking(() => new ExperimentRunner(Catalog(2)).Run(Store, one))
            .Should()
            .Throw<RunStoreException>()
            .WithMessage(outcome.Interrupted[0].Error);
    }

    [Fact]
    public void A_result_of_an_earlier_version_is_taken_as_it_is_and_counted()
    {
        var experiment = Tiny.Training with { Epochs = 1 };
        Sweep(Catalog(1), new SweepOptions(), experiment).OfUnknownData.Should().Be(0);
        var file = Path.Combine(Store.FolderOf(experiment), "result.json");
        File.WriteAllLines(file, File.ReadLines(file).Where(l => !l.Contains("sourceHash")).ToArray());
        var outcome = Sweep(Catalog(2), new SweepOptions(), experiment);
        (outcome.Finished, outcome.OfUnknownData, outcome.Interrupted.Length).Should().Be((1, 1, 0));
    }

    [Fact]
    public void Data_that_cannot_be_read_are_not_compared()
    {
        var experiment = Tiny.Training with { Epochs = 1 };
        Sweep(Catalog(1), new SweepOptions(), experiment);
        var missing = Tiny.Catalog.With("synthetic", () => throw new DatasetNotFoundException("nowhere", "images"));
        Sweep(missing, new SweepOptions(), experiment).Finished.Should().Be(1);
    }

    [Fact]
    public void What_failed_is_named_and_runs_again_where_that_is_asked()
    {
        var tries = 0;
        var mended = false;
        var catalog = Tiny.Catalog.With(
            new CatalogModel(
                "fragile",
                MultilayerPerceptron.PaperTraining,
                (input, classes, seed, dropout) =>
                {
                    tries++;
                    return mended
                        ? MultilayerPerceptron.Create(input, classes, seed, [8], dropout)
                        : throw new ArgumentException("The weights must be there, but are not; fetch them.");
                }
            )
        );
        var (fragile, sound) = (Tiny.Training with { Model = "fragile", Epochs = 1 }, Tiny.Training with { Epochs = 1 });
        var first = Sweep(catalog, new SweepOptions(), fragile, sound);
        (first.Finished, first.Failed, tries).Should().Be((1, 1, 1));
        var sentence = $"{fragile.Words}: failed: The weights must be there, but are not; fetch them.";
        first.Failures.Select(f => f.ToString()).Should().Equal(sentence);
        Store.Read(fragile).ToString().Should().Be(sentence);
        first.ToString().Should().Be($"1 finished, 1 failed, 0 interrupted, 0 out of time, 0 elsewhere{Environment.NewLine}{sentence}");

        Sweep(catalog, new SweepOptions(), fragile, sound).Failed.Should().Be(1);
        tries.Should().Be(1, "an error is the result");
        Sweep(catalog, new SweepOptions { RetryFailed = true }, fragile, sound).Failed.Should().Be(1);
        tries.Should().Be(2, "it is tried once");
        mended = true;
        Sweep(catalog, new SweepOptions { RetryFailed = true }, fragile, sound).Finished.Should().Be(2);
        Sweep(catalog, new SweepOptions { RetryFailed = true }, fragile, sound).Finished.Should().Be(2);
        tries.Should().Be(3, "what has numbers has not failed");
    }

    [Fact]
    public void What_libtorch_refuses_is_the_failure_of_its_own_experiment()
    {
        var catalog = Tiny.Catalog.With(
            new CatalogModel(
                "wrong",
                MultilayerPerceptron.PaperTraining,
                (_, _, _, _) =>
                    throw new ExternalException("mat1 and mat2 shapes cannot be multiplied.\nException raised from mm at /pytorch.cpp")
            )
        );
        var (wrong, sound) = (Tiny.Training with { Model = "wrong" }, Tiny.Training with { Epochs = 1 });
        var outcome = Sweep(catalog, new SweepOptions(), wrong, sound);
        (outcome.Finished, outcome.Failed).Should().Be((1, 1));
        outcome
            .Failures.Single()
            .Error.Should()
            .Be("libtorch refused what the experiment asks for: mat1 and mat2 shapes cannot be multiplied.");
    }

    [Theory]
    [InlineData(
        "Tried to access the schema for aten::detach which doesn't have a schema registered yet.\nException raised from schema",
        false
    )]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc", false)]
    [InlineData("The network asks libtorch for what it refuses (no schema registered yet); correct it.", true)]
    public void What_libtorch_says_after_the_stop_is_no_failure(string said, bool ofAPart)
    {
        using var stop = new CancellationTokenSource();
        var catalog = Tiny.Catalog.With(
            new CatalogModel(
                "stopped",
                MultilayerPerceptron.PaperTraining,
                (_, _, _, _) =>
                {
                    stop.Cancel();
                    throw ofAPart ? new FaultyPartException(said) : new ExternalException(said);
                }
            )
        );
        var stopped = Tiny.Training with { Model = "stopped" };
        FluentActions
            .Invoking(() => new SweepRunner(Store, new ExperimentRunner(catalog)).Run([stopped], token: stop.Token))
            .Should()
            .Throw<OperationCanceledException>();
        Store.Read(stopped).Status.Should().Be(RunStatus.Pending);
    }

    [Fact]
    public void Too_little_memory_of_libtorchs_is_this_machines_reason_and_no_result()
    {
        var catalog = Tiny.Catalog.With(
            new CatalogModel(
                "large",
                MultilayerPerceptron.PaperTraining,
                (_, _, _, _) => throw new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB.\nException raised from malloc")
            )
        );
        var (large, sound) = (Tiny.Training with { Model = "large" }, Tiny.Training with { Epochs = 1 });
        var outcome = Sweep(catalog, new SweepOptions(), large, sound);
        (outcome.Finished, outcome.Failed).Should().Be((1, 0));
        outcome
            .Interrupted.Single()
            .Error.Should()
            .Be(
                $"The experiment {large.Id} could not go on, and begins anew when it is started again: The "
                    + "device has not the memory that the "
                    + "experiment needs (CUDA out of memory. Tried to allocate 2.00 GiB); run fewer side by "
                    + "side, choose a smaller batch, or "
                    + "another machine."
            );
        Store.Read(large).Status.Should().Be(RunStatus.Pending);
    }

    [Theory]
    [InlineData("", "begins anew")]
    [InlineData("checkpoint.safetensors", "does from its last checkpoint")]
    [InlineData("checkpoint.previous.safetensors", "does from its last checkpoint")]
    [InlineData("accumulation/gram-state.bin", "does from its last checkpoint")]
    [InlineData("accumulation/gram-state.bin.part", "begins anew")]
    public void A_checkpoint_is_spoken_of_where_there_is_one(string file, string words)
    {
        var missing = Tiny.Training with { Dataset = "mnist" };
        var path = Path.Combine(Store.FolderOf(missing), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (file.Length > 0)
            File.WriteAllText(path, "");
        Sweep(new SweepOptions(), [missing])
            .Interrupted.Single()
            .Error.Should()
            .StartWith($"The experiment {missing.Id} could not go on, and {words} when it is started again: The data set mnist needs");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_before_the_first_run()
    {
        var file = Path.Combine(root, "file");
        File.WriteAllText(file, "");
        foreach (
            var (options, what) in new[]
            {
                (new RunnerOptions { TensorBoard = file }, "The folder for TensorBoard"),
                (new RunnerOptions { Spill = file }, "The folder for a matrix that does not fit in memory"),
                (new RunnerOptions { Accumulation = file }, "The folder for what a kernel accumulates"),
            }
        )
            FluentActions
                .Invoking(() => new SweepRunner(Store, new ExperimentRunner(Tiny.Catalog, options)).Run([Tiny.Training]))
                .Should()
                .Throw<IOException>()
                .WithMessage($"{what} must be a folder that can be written to, but {file} is not (*); name another.");
        Store.Read(Tiny.Training).Status.Should().Be(RunStatus.Pending);
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
