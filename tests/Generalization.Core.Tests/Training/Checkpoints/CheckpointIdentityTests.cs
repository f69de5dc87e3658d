using System.Security.Cryptography;
using System.Text;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace Generalization.Tests.Training.Checkpoints;

/// <summary>A checkpoint goes on with its own training alone, and says which line of it differs.</summary>
public sealed class CheckpointIdentityTests : IDisposable
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 6, 6), 4).Create(40, 12, seed: 1);
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01))
    {
        BatchSize = 16,
        Epochs = 2,
        StopWhen = [],
    };
    private readonly string folder = Directory.CreateTempSubdirectory("identity").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static nn.Module<Tensor, Tensor> Network(double dropout = 0.2) =>
        nn.Sequential(("flatten", nn.Flatten()), ("first", nn.Linear(36, 8)), ("drop", nn.Dropout(dropout)), ("last", nn.Linear(8, 4)));

    private TrainingHistory Train(
        TrainingOptions options,
        double dropout = 0.2,
        InputPipeline? input = null,
        ILogger<Trainer>? logger = null
    )
    {
        using var network = Network(dropout);
        return new Trainer(options, logger: logger).Fit(
            network,
            Data,
            input ?? new InputPipeline(),
            0,
            checkpoints: new CheckpointOptions(folder)
        );
    }

    private void Refused(Action train, string sentence) => train.Should().Throw<CheckpointException>().WithMessage(sentence);

    [Fact]
    public void Another_probability_of_torchs_dropout_is_another_training()
    {
        Train(Options, dropout: 0);
        Refused(
            () => Train(Options, dropout: 0.5),
            "*its modules is \"drop TorchSharp.Modules.Dropout { * p = 0 }\" and not \"drop TorchSharp.Modules.Dropout { * p = 0.5 }\"*"
        );
    }

    [Fact]
    public void Another_optimizer_loss_input_or_average_is_another_training()
    {
        Train(Options);
        Refused(() => Train(Options with { Optimizer = new Adam() }), "*its optimizer is \"sgd, *\" and not \"adam, *\"*");
        Refused(
            () => Train(Options with { Loss = new CrossEntropy(0.1) }),
            "*its loss is \"cross-entropy, label smoothing 0\" and not \"cross-entropy, label smoothing 0.1\"*"
        );
        Refused(
            () => Train(Options with { WeightAverage = new WeightAverage(0.9) }),
            "*its weight average is \"none\" and not \"moving average, decay 0.9\"*"
        );
        Refused(() => Train(Options, input: new InputPipeline(new CenterCrop(6, 6))), "*its input is \"\" and not \"center-crop 6×6\"*");
    }

    [Fact]
    public void A_finished_training_can_be_prolonged_and_not_cut()
    {
        var prolonged = Options with { Epochs = 4 };
        using var whole = Linear();
        var expected = new Trainer(prolonged).Fit(whole, Data, new InputPipeline(), 0);
        TrainingHistory Part(TrainingOptions options)
        {
            using var network = Linear();
            return new Trainer(options).Fit(network, Data, new InputPipeline(), 0, checkpoints: new CheckpointOptions(folder));
        }

        Part(Options).Epochs.Should().HaveCount(2);
        var history = Part(prolonged);
        history.StepLosses.Should().Equal(expected.StepLosses);
        (history.Train, history.Test).Should().Be((expected.Train, expected.Test));
        FluentActions
            .Invoking(() => Part(Options))
            .Should()
            .Throw<CheckpointException>()
            .WithMessage($"{folder} must hold a training of at most 2 epochs, but it is in epoch 4. Ask for at least as many epochs, *");
    }

    [Fact]
    public void A_checkpoint_of_an_earlier_version_is_refused_and_not_misread()
    {
        var file = Path.Combine(folder, "checkpoint.safetensors");
        using (var scope = NewDisposeScope())
            SafeTensors.Write(
                file,
                new Dictionary<string, Tensor> { ["network.0"] = zeros(1) },
                new Dictionary<string, string>
                {
                    ["state"] = "{}",
                    ["identity"] = "{}",
                    ["sha256"] = "",
                }
            );
        Refused(
            () => Train(Options),
            $"{file} must be a checkpoint of format 2, but it was written by an earlier version of this library. Go on with the "
                + "version that wrote it, choose another folder, or remove this one to begin again."
        );
    }

    private void Rewrite(Func<Dictionary<string, Tensor>, string, (string State, string Identity)> change)
    {
        var file = Path.Combine(folder, "checkpoint.safetensors");
        using var scope = NewDisposeScope();
        using var content = SafeTensors.Read(file);
        var tensors = content.Tensors.ToDictionary();
        var (state, identity) = change(tensors, content.Metadata["state"]);
        identity = identity.Length == 0 ? content.Metadata["identity"] : identity;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(state + "\n" + identity));
        TensorHash.Append(hash, tensors, "\n");
        SafeTensors.Write(
            file,
            tensors,
            new Dictionary<string, string>(content.Metadata)
            {
                ["state"] = state,
                ["identity"] = identity,
                ["sha256"] = Convert.ToHexStringLower(hash.GetHashAndReset()),
            }
        );
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("{", "")]
    [InlineData("[]", "")]
    [InlineData("""{"epoch": 1}""", "")]
    [InlineData("""{"epoch":-1,"step":0,"epochs":[],"seconds":0,"stepSeconds":0,"generators":{}}""", "")]
    [InlineData("""{"epoch":1,"step":0,"epochs":[null],"seconds":0,"stepSeconds":0,"generators":{}}""", "")]
    [InlineData("""{"epoch":1,"step":0,"epochs":[],"seconds":0,"stepSeconds":0,"generators":null}""", "")]
    [InlineData("""{"epoch":1,"step":0,"epochs":[],"seconds":0,"stepSeconds":0,"generators":{"a":-1}}""", "")]
    [InlineData("{}", "null")]
    [InlineData("{}", "[1]")]
    public void A_checkpoint_whose_hash_is_right_and_whose_content_is_none_is_refused(string state, string identity)
    {
        Train(Options);
        Rewrite((_, _) => (state, identity));
        Refused(
            () => Train(Options),
            $"{folder} must hold one whole checkpoint, but none is (*checkpoint.safetensors must hold the state of a training, but does "
                + "not (*). Remove the folder to begin this training again."
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_checkpoint_of_other_tensors_is_refused(bool missing)
    {
        Train(Options);
        Rewrite(
            (tensors, state) =>
            {
                var name = tensors.Keys.Order().First(n => n.StartsWith("network.", StringComparison.Ordinal));
                tensors.Remove(name);
                if (!missing)
                    tensors.Add(name, zeros(3, 1, 4));
                return (state, "");
            }
        );
        Refused(
            () => Train(Options),
            $"{folder} must hold every tensor and number of the training, but does not (*). Choose another folder, or remove this one to "
                + "begin again."
        );
    }

    [Fact]
    public void Two_trainings_in_one_folder()
    {
        using var inside = Linear();
        using var outside = Linear();
        var refused = 0;
        var progress = new Immediate(_ =>
        {
            if (refused++ == 0)
                Refused(
                    () => new Trainer(Options).Fit(inside, Data, new InputPipeline(), 0, checkpoints: new CheckpointOptions(folder)),
                    $"{folder} must be of one training at a time, but another one, in this process or another, is at work there. "
                        + "Wait until it has ended, or choose another folder."
                );
        });
        new Trainer(Options).Fit(outside, Data, new InputPipeline(), 0, progress, checkpoints: new CheckpointOptions(folder));
        refused.Should().BePositive();
        Directory.GetFiles(folder).Select(Path.GetFileName).Should().Equal("checkpoint.safetensors");
    }

    [Fact]
    public void A_folder_that_cannot_be_is_found_before_the_training()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        using var network = Linear();
        var calls = 0;
        FluentActions
            .Invoking(() =>
                new Trainer(Options).Fit(
                    network,
                    Data,
                    new InputPipeline(),
                    0,
                    new Immediate(_ => calls++),
                    checkpoints: new CheckpointOptions(Path.Combine(file, "inside"))
                )
            )
            .Should()
            .Throw<IOException>();
        calls.Should().Be(0);
    }

    private const string OtherWeights =
        "The network has other initial weights than that with which the training of the checkpoint began: it goes on with the "
        + "checkpoint's; choose another folder for a new training, or give the initial weights a seed";

    private List<string> WarningsOf(nn.Module<Tensor, Tensor> network, TrainingOptions options)
    {
        var lines = new WarningLines();
        new Trainer(options, logger: lines).Fit(
            network,
            Data,
            new InputPipeline(),
            0,
            checkpoints: new CheckpointOptions(folder) { Every = TimeSpan.Zero }
        );
        return lines.Warnings;
    }

    private static MultilayerPerceptron Seeded(ulong seed) => MultilayerPerceptron.Create(Data.Shape, 4, seed, 8);

    /// <summary>It went on with the old network without a word.</summary>
    [Fact]
    public void A_network_of_other_initial_weights_is_warned_of()
    {
        using var first = Seeded(1);
        using var same = Seeded(1);
        using var other = Seeded(99);
        WarningsOf(first, Options).Should().BeEmpty();
        WarningsOf(same, Options with { Epochs = 3 }).Should().BeEmpty();
        WarningsOf(other, Options with { Epochs = 4 }).Should().Equal(OtherWeights);
        using var again = Seeded(1);
        WarningsOf(again, Options with { Epochs = 4 }).Should().BeEmpty("the checkpoint keeps what the training began with");
        TensorHash.Of(again.state_dict()).Should().Be(TensorHash.Of(other.state_dict()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_network_that_a_training_left_prolongs_it_without_a_warning(bool averaged)
    {
        var options = averaged ? Options with { WeightAverage = new WeightAverage(0.9) } : Options;
        using var network = Seeded(1);
        WarningsOf(network, options).Should().BeEmpty();
        WarningsOf(network, options with { Epochs = 3 }).Should().BeEmpty();
    }

    [Fact]
    public void A_checkpoint_of_a_version_that_kept_no_hash_of_the_network_goes_on()
    {
        using var first = Seeded(1);
        WarningsOf(first, Options);
        var removed = 0;
        Rewrite(
            (_, state) =>
            {
                var without = System.Text.RegularExpressions.Regex.Replace(state, ",\"initialNetwork\":\"[0-9a-f]{64}\"", "");
                removed = state.Length - without.Length;
                return (without, "");
            }
        );
        removed.Should().BePositive();
        using var other = Seeded(99);
        WarningsOf(other, Options with { Epochs = 3 }).Should().BeEmpty();
        other.state_dict().Should().NotBeEmpty();
    }

    private sealed record ByFunction(Func<long, double> Rate) : LearningRateSchedule
    {
        public override double At(long step) => Rate(step);
    }

    [Fact]
    public void A_schedule_that_is_a_delegate_trains_without_checkpoints_alone()
    {
        var options = Options with { Schedule = new ByFunction(_ => 0.01) };
        using var network = Linear();
        new Trainer(options).Fit(network, Data, new InputPipeline(), 0).Epochs.Should().HaveCount(2);
        FluentActions
            .Invoking(() => Train(options))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*ByFunction holds the delegate Rate, and one delegate cannot be told from another, *");
    }

    private sealed record WhenAsked(Func<bool> Ends) : StoppingRule
    {
        public override bool IsMet(IReadOnlyList<EpochRecord> epochs) => Ends();
    }

    [Fact]
    public void A_stopping_rule_that_is_a_delegate_is_refused_before_the_first_step_where_checkpoints_are_kept()
    {
        var asked = 0;
        var options = Options with { StopWhen = [new WhenAsked(() => asked++ < 0)] };
        FluentActions
            .Invoking(() => Train(options))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*WhenAsked holds the delegate Ends, and one delegate cannot be told from another, *");
        asked.Should().Be(0);
        Directory.GetFiles(folder).Should().BeEmpty();
        using var network = Linear();
        new Trainer(options).Fit(network, Data, new InputPipeline(), 0);
        asked.Should().BePositive();
    }

    [Fact]
    public void Torchs_own_dropout_is_warned_of_where_checkpoints_are_kept()
    {
        var logger = new WarningLines();
        Train(Options, logger: logger);
        logger.Warnings.Should().ContainSingle().Which.Should().StartWith("The module drop draws from a generator of the whole process, ");
        logger.Warnings.Clear();
        using var network = Network();
        new Trainer(Options, logger: logger).Fit(network, Data, new InputPipeline(), 0);
        logger.Warnings.Should().BeEmpty();
    }

    private void Frozen(params string[] frozen)
    {
        using var network = Linear();
        foreach (var (name, parameter) in network.named_parameters())
            parameter.requires_grad = !frozen.Contains(name);
        new Trainer(Options).Fit(network, Data, new InputPipeline(), 0, checkpoints: new CheckpointOptions(folder));
    }

    [Fact]
    public void Other_frozen_parameters_are_another_training()
    {
        Frozen("linear.bias");
        Refused(() => Frozen(), "*its frozen parameters is \"linear.bias\" and not none. *");
        Refused(() => Frozen("linear.weight"), "*its frozen parameters is \"linear.bias\" and not \"linear.weight\". *");
        Frozen("linear.bias");
    }

    [Fact]
    public void Of_long_words_those_about_the_difference_are_shown()
    {
        Convolutional(1);
        Refused(
            () => Convolutional(2),
            "*its modules is \"c TorchSharp.Modules.Conv2d {*…*stride = [1, 1]*\" " + "and not \"c *stride = [2, 2]*\"*"
        );

        void Convolutional(int stride)
        {
            using var network = nn.Sequential(
                ("c", nn.Conv2d(1, 2, 3, stride: stride, padding: 1)),
                ("pool", nn.AdaptiveAvgPool2d(1)),
                ("flatten", nn.Flatten()),
                ("linear", nn.Linear(2, 4))
            );
            new Trainer(Options).Fit(network, Data, new InputPipeline(), 0, checkpoints: new CheckpointOptions(folder));
        }
    }

    private sealed record Stateless : Optimizer
    {
        public override IUpdate Create(nn.Module network) => new None();

        private sealed class None : IUpdate
        {
            public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor>();

            public void Run(double learningRate) { }

            public void Restore(IReadOnlyDictionary<string, Tensor> state) { }

            public void Dispose() { }
        }
    }

    [Fact]
    public void A_step_that_keeps_no_state_is_warned_of_and_dropout_of_0_is_not()
    {
        var logger = new WarningLines();
        Train(Options with { Optimizer = new Stateless() }, dropout: 0, logger: logger);
        logger
            .Warnings.Should()
            .Equal(
                $"The step of {typeof(Stateless)} keeps no state: a training that is taken up again gives other bits if it has "
                    + "any; give it in IUpdate.State, and take it back in Restore"
            );
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_said_before_the_first_step()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        using var network = Linear();
        foreach (var path in new[] { file, Path.Combine(file, "below") })
            FluentActions
                .Invoking(() => new Trainer(Options).Fit(network, Data, new InputPipeline(), 0, checkpoints: new CheckpointOptions(path)))
                .Should()
                .Throw<CheckpointException>()
                .WithMessage($"{path} must be a folder that can be written to, but it is not (*). Choose another folder.");
    }

    private static nn.Module<Tensor, Tensor> Linear()
    {
        var layer = nn.Linear(36, 4);
        using (no_grad())
        {
            layer.weight!.zero_();
            layer.bias!.zero_();
        }

        return nn.Sequential(("flatten", nn.Flatten()), ("linear", layer));
    }

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    private sealed record Settings(double Power);

    private sealed class Own(Settings settings, Func<Tensor, Tensor>? change = null) : nn.Module<Tensor, Tensor>("own")
    {
        private readonly nn.Module<Tensor, Tensor> inner = Linear();
        private readonly Settings settings = settings;
        private readonly Func<Tensor, Tensor>? change = change;

        public static Own Made(Settings settings, Func<Tensor, Tensor>? change = null)
        {
            var network = new Own(settings, change);
            network.RegisterComponents();
            return network;
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var outputs = inner.call(input).Times(settings.Power);
            return (change is null ? outputs : change(outputs)).MoveToOuterDisposeScope();
        }
    }

    private void Train(Own network, ILogger<Trainer>? logger = null)
    {
        using (network)
            new Trainer(Options, logger: logger).Fit(network, Data, new InputPipeline(), 0, checkpoints: new CheckpointOptions(folder));
    }

    [Fact]
    public void Another_setting_in_a_record_of_a_module_is_another_training()
    {
        Train(Own.Made(new Settings(1)));
        Refused(() => Train(Own.Made(new Settings(2))), "*Settings { Power = 1 }* and not *Settings { Power = 2 }*");
    }

    [Fact]
    public void A_module_that_holds_a_delegate_is_refused_where_checkpoints_are_kept()
    {
        new Action(() => Train(Own.Made(new Settings(1), x => x.relu())))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage($"{typeof(Own)} holds the delegate change, and one delegate cannot be told from another, *");
        using var network = Own.Made(new Settings(1), x => x.relu());
        new Trainer(Options).Fit(network, Data, new InputPipeline(), 0).Epochs.Should().HaveCount(2);
    }

    private sealed class Drawing(bool globally) : nn.Module<Tensor, Tensor>("drawing")
    {
        private readonly nn.Module<Tensor, Tensor> inner = Linear();
        private int calls;

        public static Drawing Made(bool globally)
        {
            var network = new Drawing(globally);
            network.RegisterComponents();
            return network;
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var outputs = inner.call(input).Plus(1);
            var changed = globally ? nn.functional.dropout(outputs, 0.5, training) : outputs.Times(training ? ++calls : 1);
            return changed.MoveToOuterDisposeScope();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_module_of_the_callers_that_draws_or_counts_is_warned_of(bool globally)
    {
        var logger = new WarningLines();
        using var network = Drawing.Made(globally);
        new Trainer(Options, logger: logger).Fit(network, Data, new InputPipeline(), 0, checkpoints: new CheckpointOptions(folder));
        logger
            .Warnings.Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("The network gives the same images two different outputs, so that it draws what no checkpoint holds, or counts ");
        logger.Warnings.Clear();
        Directory.Delete(folder, recursive: true);
        Train(Own.Made(new Settings(1)), logger);
        logger.Warnings.Should().BeEmpty();
    }
}
