using System.Security.Cryptography;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Observers;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

[NoTensorLeaks]
public sealed class CheckpointTests : IDisposable
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 32, 32), 4)
        .Create(60, 20, seed: 1)
        .Corrupt(new UniformLabelNoise(0.5), seed: 2);
    private static readonly InputPipeline Augmented = InputPipeline.Cifar10.With(AugmentationOptions.Parse("crop,flip,rotate:10,color"));
    private static readonly TrainingOptions Options = new(new ExponentialDecay(0.01, 0.9, 3))
    {
        BatchSize = 16,
        Epochs = 3,
        Optimizer = new Sgd { WeightDecay = 0.001 },
    };
    private readonly string folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, int, Precision> StopsOfEveryModel()
    {
        var cases = new TheoryData<string, int, Precision>();
        foreach (var name in PaperModels.Cifar10Names)
        foreach (var after in name.StartsWith("mlp", StringComparison.Ordinal) ? new[] { 1, 2, 3, 4, 5, 7, 8, 11 } : [5])
            cases.Add(name, after, Precision.Float32);
        cases.Add("mlp-3x512", 6, Precision.BFloat16);
        cases.Add("alexnet", 6, Precision.BFloat16);
        return cases;
    }

    [Theory]
    [MemberData(nameof(StopsOfEveryModel))]
    public void A_training_taken_up_again_gives_the_bits_of_one_never_stopped(string model, int stopAfter, Precision precision)
    {
        // In the layout that the model is trained in.
        var options = Options with
        {
            Layout = PaperModels.Named(model).Training.Layout,
            Precision = precision,
        };
        var (whole, weights) = Train(model, options, null);
        FluentActions.Invoking(() => Train(model, options, Keep(), stopAfter)).Should().Throw<TrainingCanceledException>();
        var (resumed, after) = Train(model, options, Keep());
        after.Should().Be(weights);
        Timeless(resumed).Should().BeEquivalentTo(Timeless(whole), o => o.WithStrictOrdering());
    }

    [Fact]
    public void A_training_stopped_after_every_step_gives_the_same_bits()
    {
        var (whole, weights) = Train("mlp-1x512", Options, null);
        var stops = 0;
        for (; ; stops++)
            try
            {
                var (resumed, after) = Train("mlp-1x512", Options, Keep(), stopAfter: 1);
                (after, stops)
                    .Should()
                    .Be((weights, 12), "three epochs have four steps each, and what follows the last, an evaluation, can be stopped too");
                Timeless(resumed).Should().BeEquivalentTo(Timeless(whole), o => o.WithStrictOrdering());
                break;
            }
            catch (TrainingCanceledException) when (stops < 20) { }
    }

    [Fact]
    public void A_finished_training_is_not_done_again()
    {
        var (whole, weights) = Train("mlp-1x512", Options, Keep());
        var (again, after) = Train("mlp-1x512", Options, Keep(), stopAfter: 1);
        after.Should().Be(weights);
        again.Should().BeEquivalentTo(whole, o => o.WithStrictOrdering().Excluding(h => h.Seconds));
    }

    [Fact]
    public void A_checkpoint_is_due_by_time_and_the_last_two_are_kept()
    {
        Train("mlp-1x512", Options, Keep() with { Every = TimeSpan.Zero });
        Directory
            .GetFiles(folder)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo("checkpoint.safetensors", "checkpoint.previous.safetensors");
    }

    [Fact]
    public void Where_another_owns_the_folder_nothing_is_written_there()
    {
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep() with { Every = TimeSpan.Zero, MayWrite = () => false }, stopAfter: 6))
            .Should()
            .Throw<TrainingCanceledException>();
        Directory.EnumerateFileSystemEntries(folder).Should().BeEmpty();
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("altered")]
    [InlineData("empty")]
    [InlineData("missing")]
    public void Where_the_last_checkpoint_is_damaged_the_one_before_it_is_used(string damage)
    {
        var (_, weights) = Train("mlp-1x512", Options, null);
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep() with { Every = TimeSpan.Zero }, stopAfter: 6))
            .Should()
            .Throw<TrainingCanceledException>();
        Damage(Path.Combine(folder, "checkpoint.safetensors"), damage);
        Train("mlp-1x512", Options, Keep()).Weights.Should().Be(weights);
    }

    [Fact]
    public void A_damaged_checkpoint_never_takes_the_place_of_the_good_one_before_it()
    {
        var (_, weights) = Train("mlp-1x512", Options, null);
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep() with { Every = TimeSpan.Zero }, stopAfter: 6))
            .Should()
            .Throw<TrainingCanceledException>();
        var current = Path.Combine(folder, "checkpoint.safetensors");
        Damage(current, "truncated");
        // A folder of its name, and nothing can be written aside.
        Directory.CreateDirectory(current + ".part");
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep(), stopAfter: 1))
            .Should()
            .Throw<Exception>()
            .Where(e => e is IOException || e is UnauthorizedAccessException);
        Directory.Delete(current + ".part");
        Train("mlp-1x512", Options, Keep()).Weights.Should().Be(weights);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_hears_of_progress_may_end_the_training_and_it_goes_on_with_the_same_bits(bool atTheEndOfAnEpoch)
    {
        var (whole, weights) = Train("mlp-1x512", Options, null);
        var heard = 0;
        var progress = new Immediate<TrainingProgress>(p =>
        {
            if (p.Finished is not null == atTheEndOfAnEpoch && ++heard == 1)
                throw new OperationCanceledException();
        });
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep(), progress: progress, pause: atTheEndOfAnEpoch ? 0 : 600))
            .Should()
            .Throw<TrainingCanceledException>();
        var (resumed, after) = Train("mlp-1x512", Options, Keep());
        after.Should().Be(weights);
        Timeless(resumed).Should().BeEquivalentTo(Timeless(whole), o => o.WithStrictOrdering());
    }

    [Fact]
    public void A_network_that_draws_itself_goes_on_where_it_drew()
    {
        (TrainingHistory, long) Run(int? stopAfter)
        {
            using var cancel = new CancellationTokenSource();
            using var network = new DrawingNetwork();
            var trainer = new Trainer(Options)
            {
                GradientFactory = (n, o) =>
                    new StoppingStep(new BackwardPass(n, o.Loss, o.Precision), stopAfter ?? int.MaxValue, cancel, 0),
            };
            return (trainer.Fit(network, Data, InputPipeline.Cifar10, seed: 4, token: cancel.Token, checkpoints: Keep()), network.Position);
        }

        FluentActions.Invoking(() => Run(6)).Should().Throw<TrainingCanceledException>();
        Run(null).Item2.Should().Be(12);
    }

    /// <summary>Tensors without an element begin where the next ones begin.</summary>
    [Fact]
    public void A_network_with_empty_buffers_goes_on()
    {
        (TrainingHistory, string) Run(int? stopAfter, CheckpointOptions? kept)
        {
            using var cancel = new CancellationTokenSource();
            using var network = new NetworkWithEmptyBuffers();
            using (no_grad())
                foreach (var parameter in network.parameters())
                    parameter.fill_(0.01);
            var trainer = new Trainer(Options)
            {
                GradientFactory = (n, o) =>
                    new StoppingStep(new BackwardPass(n, o.Loss, o.Precision), stopAfter ?? int.MaxValue, cancel, 0),
            };
            var history = trainer.Fit(network, Data, InputPipeline.Cifar10, seed: 4, token: cancel.Token, checkpoints: kept);
            return (Timeless(history), Hash(network));
        }

        var whole = Run(null, null);
        FluentActions.Invoking(() => Run(6, Keep())).Should().Throw<TrainingCanceledException>();
        Run(null, Keep()).Should().BeEquivalentTo(whole, o => o.WithStrictOrdering());
    }

    [Fact]
    public void Where_all_are_damaged_a_sentence_says_so_and_nothing_is_trained()
    {
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep() with { Every = TimeSpan.Zero }, stopAfter: 6))
            .Should()
            .Throw<TrainingCanceledException>();
        foreach (var file in Directory.GetFiles(folder))
            Damage(file, "altered");
        var previous = Path.Combine(folder, "checkpoint.previous.safetensors");
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep()))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage(
                $"{folder} must hold one whole checkpoint, but none is ({previous} must be as it was written, but its SHA-256 is another. "
                    + "The checkpoint before it is used where there is one.). Remove the folder to begin this training again."
            );
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        FluentActions.Invoking(() => Train("mlp-1x512", Options, Keep(), stopAfter: 2)).Should().Throw<TrainingCanceledException>();
        var file = Path.Combine(folder, "checkpoint.safetensors");
        FluentActions
            .Invoking(() =>
                Train(
                    "mlp-1x512",
                    Options with
                    {
                        Optimizer = new Sgd { Momentum = 0.8, WeightDecay = 0.001 },
                    },
                    Keep()
                )
            )
            .Should()
            .Throw<CheckpointException>()
            .WithMessage(
                $"{file} must be of this training, but its optimizer is \"sgd, momentum 0.9, weight decay 0.001 on all\" "
                    + "and not \"sgd, momentum 0.8, weight decay 0.001 on all\". Choose another "
                    + "folder, or remove this one to begin again."
            );
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep() with { Identity = "another" }))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage(
                $"{file} must be of this training, but its identity is \"\" and not \"another\". Choose another "
                    + "folder, or remove this one to begin again."
            );
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options with { Schedule = new PiecewiseConstant([0.1, 0.01], [7]) }, Keep()))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage(
                "*its schedule is \"exponential-decay, initial 0.01, factor 0.9, every 3 steps\" and not "
                    + "\"piecewise-constant, rates 0.1, 0.01, from steps 7\"*"
            );
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options with { Layout = MemoryLayout.ChannelsLast }, Keep()))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage("*its layout is \"contiguous\" and not \"channels-last\"*");
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options with { Precision = Precision.BFloat16 }, Keep()))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage("*its precision is \"float32\" and not \"bfloat16\"*");
        FluentActions
            .Invoking(() => Train("mlp-3x512", Options, Keep()))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage("*its modules is \"*");
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep(), dropout: 0.5))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage(
                "*its modules is \"dropout1 seeded-dropout, p = 0.3, seed 3, layer 2\" and not "
                    + "\"dropout1 seeded-dropout, p = 0.5, seed 3, layer 2\"*"
            );
        FluentActions
            .Invoking(() => Train("mlp-1x512", Options, Keep(), dropout: 0))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage("*its modules is *");
    }

    [Fact]
    public void The_audit_goes_on_too()
    {
        var declared = new TrainingDeclaration { Augmentation = false };
        var plain = Options with { Epochs = 2 };
        FluentActions
            .Invoking(() => Train("mlp-1x512", plain, Keep(), stopAfter: 6, declared: declared, input: InputPipeline.Cifar10))
            .Should()
            .Throw<TrainingCanceledException>();
        Train("mlp-1x512", plain, Keep(), declared: declared, input: InputPipeline.Cifar10).History.Epochs.Should().HaveCount(2);
    }

    [Fact]
    public void Wrong_options_are_refused_in_a_sentence()
    {
        FluentActions
            .Invoking(() => new CheckpointOptions(" "))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Checkpoints need a folder, but none was named.*");
        FluentActions
            .Invoking(() => new CheckpointOptions("x") { Every = TimeSpan.FromSeconds(-1) })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Every must not be negative, but was -00:00:01.*");
    }

    private CheckpointOptions Keep() => new(folder) { Every = TimeSpan.FromHours(1) };

    private static (TrainingHistory History, string Weights) Train(
        string model,
        TrainingOptions options,
        CheckpointOptions? checkpoints,
        int? stopAfter = null,
        TrainingDeclaration? declared = null,
        InputPipeline? input = null,
        double? dropout = null,
        IProgress<TrainingProgress>? progress = null,
        int pause = 0
    )
    {
        input ??= Augmented;
        using var cancel = new CancellationTokenSource();
        dropout ??= model.StartsWith("mlp", StringComparison.Ordinal) ? 0.3 : 0;
        using var network = PaperModels.Named(model).Create(input.ShapeOf(Data), Data.ClassCount, seed: 3, dropout.Value);
        var trainer = new Trainer(options)
        {
            GradientFactory = (n, o) =>
                new StoppingStep(new BackwardPass(n, o.Loss, o.Precision), stopAfter ?? int.MaxValue, cancel, pause),
        };
        var history = trainer.Fit(network, Data, input, seed: 4, progress, cancel.Token, declared, checkpoints);
        return (history, Hash(network));
    }

    private static TrainingHistory Timeless(TrainingHistory history) =>
        history with
        {
            Seconds = 0,
            ImagesPerSecond = null,
            Epochs = [.. history.Epochs.Select(e => e with { Seconds = 0 })],
        };

    private static string Hash(nn.Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var scope = NewDisposeScope();
        foreach (var tensor in network.state_dict().Values)
            hash.AppendData(tensor.detach().contiguous().bytes);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Damage(string file, string how)
    {
        var bytes = File.ReadAllBytes(file);
        if (how == "missing")
            File.Delete(file);
        else if (how == "altered")
        {
            bytes[^100] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
        else
            File.WriteAllBytes(file, how == "empty" ? [] : bytes[..(bytes.Length / 2)]);
    }

    private sealed class Immediate<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }

    /// <summary>A linear layer that counts its training passes.</summary>
    private sealed class DrawingNetwork : nn.Module<Tensor, Tensor>, IRandomModule
    {
        private readonly TorchSharp.Modules.Linear linear;

        public DrawingNetwork()
            : base(nameof(DrawingNetwork))
        {
            linear = nn.Linear(3 * 28 * 28, 4);
            RegisterComponents();
        }

        public long Position { get; set; }

        public string Describe() => nameof(DrawingNetwork);

        public override Tensor forward(Tensor input)
        {
            if (training)
                Position++;
            using var flat = input.flatten(1);
            return linear.forward(flat);
        }
    }

    /// <summary>A linear layer beside five buffers that hold nothing.</summary>
    private sealed class NetworkWithEmptyBuffers : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear linear;

        public NetworkWithEmptyBuffers()
            : base(nameof(NetworkWithEmptyBuffers))
        {
            linear = nn.Linear(3 * 28 * 28, 4);
            foreach (var name in new[] { "zeta", "alpha", "mu", "kappa", "beta" })
                register_buffer(name, zeros(0, 3));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var flat = input.flatten(1);
            return linear.forward(flat);
        }
    }

    /// <summary>Cancels after so many steps, each of which lasts at least so many milliseconds.</summary>
    private sealed class StoppingStep(IGradientSource inner, int after, CancellationTokenSource cancel, int pause) : IGradientSource
    {
        private int done;

        public IReadOnlyDictionary<string, Tensor> State => inner.State;

        public string Describe() => inner.Describe();

        public (Tensor Loss, Tensor Outputs) Compute(Batch batch)
        {
            var result = inner.Compute(batch);
            if (++done == after)
                cancel.Cancel();
            Thread.Sleep(pause);
            return result;
        }

        public void Restore(IReadOnlyDictionary<string, Tensor> state) => inner.Restore(state);

        public void Dispose() => inner.Dispose();
    }
}
