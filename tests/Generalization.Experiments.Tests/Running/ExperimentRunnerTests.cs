using System.Text;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Kernels.Solvers;
using Generalization.Tests.Support;
using Generalization.Threading;
using Generalization.Training.History;

namespace Generalization.Tests.Running;

[NoTensorLeaks]
public sealed class ExperimentRunnerTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("runner").FullName;
    private readonly FakeClock clock = new();

    public void Dispose() => Directory.Delete(root, recursive: true);

    private RunStore Store => RunStore.Open(root, clock: clock);

    private static ExperimentRunner Runner(ExperimentCatalog? catalog = null) =>
        new(catalog ?? Tiny.Catalog, new RunnerOptions { CheckpointEvery = TimeSpan.Zero, MeasureProducts = _ => 1e9 });

    [Fact]
    public void A_training_gives_a_result_and_a_history_and_leaves_no_checkpoints()
    {
        var result = Runner().Run(Store, Tiny.Training)!;
        result.Training!.Epochs.Should().Be(6);
        result.Training!.TrainCount.Should().Be(64);
        result.DataHash.Should().HaveLength(64);
        result.DataVerified.Should().BeFalse("nobody publishes these images");
        result.WeightsHash.Should().HaveLength(64);
        result.Finished.Should().Be("2020-02-29T12:00:00Z");
        result.Device.Should().Be($"cpu ({Environment.ProcessorCount} processors)");
        result.Threads.Should().Be(TorchSharp.torch.get_num_threads());
        var run = Store.Read(Tiny.Training);
        run.Status.Should().Be(RunStatus.Finished);
        run.History.Select(e => e.Epoch).Should().Equal(1, 2, 3, 4, 5, 6);
        run.Result.Should().Be(result, "what is read is what was written");
        Directory
            .EnumerateFiles(Store.FolderOf(Tiny.Training))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("experiment.json", "history.jsonl", "lease.000001", "result.json", "test-predictions.npy");
    }

    [Fact]
    public void Whether_the_pixels_are_the_published_ones_is_in_the_result()
    {
        var points = new FiniteSampleExperiment { N = 20, D = 3 };
        Runner().Run(Store, points)!.DataVerified.Should().BeNull("there is no data set");
        var run = Runner().Run(Store, Tiny.Training)!;
        var text = ResultFile.TextOf(run);
        text.Should().Contain("\"dataVerified\": false");
        ResultFile
            .Parse(text.Replace("\"dataVerified\": false", "\"dataVerified\": true"), run.Experiment.Kind)
            .DataVerified.Should()
            .BeTrue();
        ResultFile
            .Parse(text.Replace("  \"dataVerified\": false,\n", ""), run.Experiment.Kind)
            .DataVerified.Should()
            .BeNull("an old result does not say");
        new Action(() => ResultFile.Parse(text.Replace("\"dataVerified\": false", "\"dataVerified\": 1"), run.Experiment.Kind))
            .Should()
            .Throw<System.Text.Json.JsonException>()
            .WithMessage("dataVerified must be true or false.");
    }

    [Fact]
    public void What_has_a_result_is_not_run_again()
    {
        var first = Runner().Run(Store, Tiny.Training);
        var heard = 0;
        Runner().Run(Store, Tiny.Training, new SynchronousProgress<RunProgress>(_ => heard++)).Should().Be(first);
        heard.Should().Be(0);
    }

    [Fact]
    public void A_training_that_is_stopped_after_every_epoch_gives_the_same_and_its_seconds_add_up()
    {
        var whole = RunStore.Open(Path.Combine(root, "whole"));
        Runner().Run(whole, Tiny.Training);
        var stops = 0;
        for (; ; stops++)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                Runner()
                    .Run(
                        Store,
                        Tiny.Training,
                        new SynchronousProgress<RunProgress>(at =>
                        {
                            if (at.Training?.Finished is null)
                                return;
                            clock.Advance(TimeSpan.FromSeconds(10));
                            stop.Cancel();
                        }),
                        stop.Token
                    );
                break;
            }
            catch (TrainingCanceledException) when (stops < 20)
            {
                Store.Read(Tiny.Training).Status.Should().Be(RunStatus.Pending);
            }
        }

        stops.Should().Be(5);
        Tiny.Lasting(Store.Read(Tiny.Training)).Should().Be(Tiny.Lasting(whole.Read(Tiny.Training)));
        Store.Read(Tiny.Training).Result!.Seconds.Should().Be(60);
    }

    [Fact]
    public void A_history_whose_last_epoch_is_evaluated_at_the_end_has_that_too()
    {
        var experiment = Tiny.Training with { TestEvery = 0 };
        var result = Runner().Run(Store, experiment)!;
        var history = Store.Read(experiment).History;
        history[^1].TestAccuracy.Should().Be(result.Training!.TestAccuracy);
        history[..^1].Should().OnlyContain(e => e.TestAccuracy == null);
    }

    [Fact]
    public void A_kernel_is_run()
    {
        var result = Runner().Run(Store, Tiny.Kernel with { Labels = "random" })!;
        (result.Error, result.Kernel!.N, result.Kernel!.TrainErrors, result.Kernel!.Labels).Should().Be((null, 40, 0, "random"));
        Store.Read(Tiny.Kernel with { Labels = "random" }).Result.Should().BeEquivalentTo(result);
    }

    [Fact]
    public void A_kernel_without_the_memory_it_needs_waits_for_a_machine_that_has_it()
    {
        var options = new RunnerOptions { Memory = 20_000 };
        FluentActions
            .Invoking(() => new ExperimentRunner(Tiny.Catalog, options).Run(Store, Tiny.Kernel))
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage("Solving n = 40 needs at least * GB even when it spills, but the limit is 0.00 GB; *")
            .Which.Limit.Should()
            .Be(20_000);
        FluentActions
            .Invoking(() =>
                new ExperimentRunner(Tiny.Catalog, new RunnerOptions { Device = TorchSharp.torch.META }).Run(Store, Tiny.Kernel)
            )
            .Should()
            .Throw<MemoryLimitException>()
            .WithMessage("*but how much meta has cannot be asked for here; set Memory to what it may take.");
        Store.Read(Tiny.Kernel).Result.Should().BeNull();
        FluentActions
            .Invoking(() => options with { Memory = 0 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Memory must be at least 1 byte, but was 0.*");
    }

    [Fact]
    public void A_kernel_on_random_convolutions_keeps_its_sum_in_the_runs_folder_until_the_end()
    {
        var experiment = Tiny.Kernel with { Dataset = "larger", Kernel = "linear", Features = "random-conv", Filters = 20, Ridge = 0.1 };
        var catalog = Tiny.Catalog.With("larger", () => new SyntheticImages(new ImageShape(1, 8, 8), 4).Create(40, 8, seed: 1));
        var result = Runner(catalog).Run(Store, experiment)!;
        (result.Error, result.Kernel?.Filters).Should().Be((null, 20));
        Directory
            .EnumerateFileSystemEntries(Store.FolderOf(experiment))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("experiment.json", "lease.000001", "result.json");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_finite_sample_is_run(int depth)
    {
        var experiment = Tiny.FiniteSample with { Depth = depth };
        var result = Runner().Run(Store, experiment)!;
        (result.Error, result.FiniteSample!.N, result.FiniteSample!.Depth, result.DataHash).Should().Be((null, 20, depth, null));
        result.FiniteSample!.MaxError.Should().BeLessThan(1e-9);
        Store.Read(experiment).Result.Should().Be(result);
    }

    [Fact]
    public void A_finite_sample_of_images_is_run() =>
        Runner()
            .Run(
                Store,
                new FiniteSampleExperiment
                {
                    Dataset = "synthetic",
                    N = 30,
                    Targets = "random-labels",
                }
            )!
            .DataHash.Should()
            .HaveLength(64);

    public static TheoryData<string, Experiment, string> Repeating =>
        new()
        {
            {
                "diverged",
                Tiny.Training with
                {
                    LearningRate = 1e30,
                },
                @"^The loss must stay finite, but was not at step \d+ \(learning rate 1E\+30, last finite loss "
                    + @"\S+\)\. Lower the learning rate\.$"
            },
            {
                "too many images",
                Tiny.Training with
                {
                    Train = 65,
                },
                @"^The number of examples must lie in \[1, 64\] for synthetic, but was 65\.$"
            },
            {
                "no probability",
                Tiny.Training with
                {
                    Corruption = "partial-labels",
                },
                @"^A probability must be given with partial-labels and with nothing else, but the corruption was "
                    + @"partial-labels and the probability not given\.$"
            },
            {
                "another network",
                Tiny.Training with
                {
                    Model = "liar",
                },
                @"^The run declares 1 trainable parameters, but the network has 332\. Layer sizes, biases or the "
                    + @"learned parts of normalization differ from what was meant\.$"
            },
            {
                "twice the same image",
                new KernelExperiment { Dataset = "twins" },
                "ridge"
            },
            {
                "filters of none",
                Tiny.Kernel with
                {
                    Filters = 5,
                },
                @"^Filters must be given with random-conv alone, but the features were none and the filters 5\.$"
            },
            {
                "d of images",
                new FiniteSampleExperiment
                {
                    Dataset = "synthetic",
                    N = 3,
                    D = 4,
                },
                @"^A dimension d must be given for random points and for nothing else, but the data set was synthetic and d 4\.$"
            },
            {
                "no d",
                new FiniteSampleExperiment { N = 3 },
                @"^A dimension d must be given for random points and for nothing else, but the data set was none and d not given\.$"
            },
            {
                "conflicting targets",
                new FiniteSampleExperiment { Dataset = "twins", N = 40 },
                "^Identical points must have equal targets"
            },
        };

    [Theory]
    [MemberData(nameof(Repeating))]
    public void An_error_that_would_repeat_is_a_result(string what, Experiment experiment, string sentence)
    {
        var catalog = Tiny
            .Catalog.With(Tiny.Catalog.Model("tiny") with { Name = "liar", ParameterCount = (_, _) => 1 })
            .With("twins", () => new SyntheticImages(new ImageShape(1, 6, 6), 4, Noise: 0).Create(40, 8, seed: 1));
        var result = Runner(catalog).Run(Store, experiment)!;
        result.Error.Should().MatchRegex(sentence, what);
        result.Numbers.Should().BeNull();
        var run = Store.Read(experiment);
        (run.Status, run.Result).Should().Be((RunStatus.Failed, result));
    }

    [Fact]
    public void Data_that_are_not_there_are_no_result()
    {
        var experiment = Tiny.Training with { Dataset = "mnist" };
        FluentActions
            .Invoking(() => Runner().Run(Store, experiment))
            .Should()
            .Throw<IOException>()
            .WithMessage("The data set mnist needs a folder: give --data DIR or set GENERALIZATION_DATA.");
        Store.Read(experiment).Status.Should().Be(RunStatus.Pending);
    }

    [Fact]
    public void A_name_that_the_catalog_has_not_is_refused_before_anything_is_written()
    {
        FluentActions
            .Invoking(() => Runner().Run(Store, Tiny.Training with { Model = "huge" }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The model must be one of alexnet, inception, inception-no-bn, inception-v3, mlp-1x512, mlp-3x512, tiny, wide, but was "
                    + "huge; register others with With. (Parameter 'name')"
            );
        FluentActions
            .Invoking(() => Runner().Run(Store, Tiny.Kernel with { Dataset = "huge" }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The data set must be one of *, but was huge; register others with With. (Parameter 'name')");
        Directory.EnumerateFileSystemEntries(root).Should().BeEmpty();
    }

    [Fact]
    public void A_training_that_another_takes_over_stops_without_a_result()
    {
        var leases = new LeaseOptions { RenewEvery = TimeSpan.FromMilliseconds(1), TimeOut = TimeSpan.FromSeconds(1) };
        var store = RunStore.Open(root, leases);
        var experiment = Tiny.Training with { Epochs = 1_000_000 };
        var folder = store.FolderOf(experiment);
        FluentActions
            .Invoking(() =>
                new ExperimentRunner(Tiny.Catalog).Run(
                    store,
                    experiment,
                    new SynchronousProgress<RunProgress>(at =>
                    {
                        if (at.Training?.Finished?.Epoch == 2)
                            File.WriteAllText(Path.Combine(folder, "lease.000002"), "");
                    })
                )
            )
            .Should()
            .Throw<OperationCanceledException>()
            .WithMessage("The run was taken over by another process, as this one gave no sign of life for the time-out.");
        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Should().NotContain(["result.json", "checkpoint.safetensors"]);
    }

    [Fact]
    public void An_owner_that_slept_leaves_the_checkpoint_of_the_next_alone()
    {
        // So seldom renewed that the owner has not heard of the other when its next checkpoint is due.
        var store = RunStore.Open(root, new LeaseOptions { RenewEvery = TimeSpan.FromHours(1), TimeOut = TimeSpan.FromHours(3) });
        var folder = store.FolderOf(Tiny.Training);
        var checkpoint = Path.Combine(folder, "checkpoint.safetensors");
        var runner = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { CheckpointEvery = TimeSpan.Zero });
        FluentActions
            .Invoking(() =>
                runner.Run(
                    store,
                    Tiny.Training,
                    new SynchronousProgress<RunProgress>(at =>
                    {
                        if (at.Training?.Finished?.Epoch != 2)
                            return;
                        File.WriteAllText(Path.Combine(folder, "lease.000002"), "");
                        File.WriteAllText(checkpoint, "the next owner's");
                    })
                )
            )
            .Should()
            .Throw<OperationCanceledException>();
        File.ReadAllText(checkpoint).Should().Be("the next owner's");
        File.Exists(Path.Combine(folder, "result.json")).Should().BeFalse();
    }

    [Fact]
    public void TensorBoard_gets_every_scalar_of_every_epoch()
    {
        var board = Path.Combine(root, "board");
        var runner = new ExperimentRunner(Tiny.Catalog, new RunnerOptions { TensorBoard = board });
        runner.Run(RunStore.Open(Path.Combine(root, "store")), Tiny.Training);
        var events = File.ReadAllBytes(
            Directory.EnumerateFiles(Path.Combine(board, Tiny.Training.Id), "events.out.tfevents.*").Should().ContainSingle().Subject
        );
        var (lengths, at) = (0, 0);
        // Records of a length (8 bytes), its checksum (4), the content and its checksum (4).
        for (; at < events.Length; lengths++)
            at += 16 + (int)BitConverter.ToInt64(events, at);
        at.Should().Be(events.Length);
        var text = Encoding.Latin1.GetString(events);
        text.Split("loss/online").Should().HaveCount(1 + 6);
        text.Should().Contain("accuracy/test").And.Contain("accuracy/online, corrupted part");
        lengths.Should().BeGreaterThan(6 * 6);
    }

    [Fact]
    public void Options_are_checked() =>
        FluentActions
            .Invoking(() => new RunnerOptions { CheckpointEvery = TimeSpan.FromSeconds(-1) })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("CheckpointEvery must not be negative, but was -00:00:01. (Parameter 'CheckpointEvery')");
}
