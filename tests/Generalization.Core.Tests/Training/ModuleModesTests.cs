using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

/// <summary>A training leaves each module in the mode in which it was, and says what it trained against its mode.</summary>
public class ModuleModesTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 4, 4), 4).Create(32, 8, seed: 1);
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01)) { BatchSize = 16, Epochs = 1 };

    private sealed class Tuned : nn.Module<Tensor, Tensor>
    {
        private readonly bool isFrozen;
        private readonly Linear last = nn.Linear(48, 4);

        public Tuned(bool isFrozen = false)
            : base("tuned")
        {
            this.isFrozen = isFrozen;
            RegisterComponents();
        }

        public BatchNorm2d Norm { get; } = nn.BatchNorm2d(3);

        public override void train(bool train = true)
        {
            base.train(train);
            if (isFrozen)
                Norm.eval();
        }

        public override Tensor forward(Tensor input) => last.call(Norm.call(input).flatten(1));
    }

    private static List<string> WarningsOf(nn.Module<Tensor, Tensor> network, TrainingOptions? options = null)
    {
        var lines = new WarningLines();
        new Trainer(options ?? Options, logger: lines).Fit(network, Data, new InputPipeline(), 0);
        return lines.Warnings;
    }

    private static bool Moved(Tuned network) => !network.Norm.running_mean!.eq(zeros(3)).all().item<bool>();

    [Fact]
    public void A_layer_in_evaluation_mode_is_warned_of_and_is_put_back()
    {
        using var network = new Tuned();
        network.Norm.eval();
        WarningsOf(network)
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"The training sets {NameOf(network)} to training mode with the rest of the network");
        (network.training, network.Norm.training, Moved(network)).Should().Be((true, false, true));
        WarningsOf(network, Options with { Epochs = 0 }).Should().BeEmpty("nothing is trained");
    }

    private static string NameOf(Tuned network) => network.named_modules().First(m => m.module == network.Norm).name;

    [Fact]
    public void Of_nested_layers_the_outermost_is_named()
    {
        var inner = nn.Sequential(("flat", nn.Flatten()), ("linear", nn.Linear(48, 8)));
        using var network = nn.Sequential(("inner", inner), ("last", nn.Linear(8, 4)));
        inner.eval();
        WarningsOf(network).Should().ContainSingle().Which.Should().StartWith("The training sets inner to training mode ");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_network_that_is_in_one_mode_is_not_warned_of(bool isTraining)
    {
        using var network = new Tuned();
        network.train(isTraining);
        WarningsOf(network).Should().BeEmpty();
        (network.training, network.Norm.training, Moved(network)).Should().Be((isTraining, isTraining, true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_network_that_overrides_train_keeps_its_layer_in_evaluation_mode(bool isNew)
    {
        using var network = new Tuned(isFrozen: true);
        // A new module is in training mode, whatever its network will do to it.
        network.Norm.train(isNew);
        WarningsOf(network).Should().BeEmpty();
        (network.training, network.Norm.training, Moved(network)).Should().Be((true, false, false));
    }

    [Fact]
    public void A_layer_that_draws_in_a_network_in_evaluation_mode_is_put_back()
    {
        using var network = new Tuned();
        network.eval();
        network.Norm.train();
        var modes = new ModuleModes(network);
        network.train();
        modes.Restore();
        (network.training, network.Norm.training).Should().Be((false, true));
    }
}
