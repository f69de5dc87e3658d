using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

/// <summary>What a network holds and does not know of was neither trained nor kept, and nobody said so.</summary>
public class UnregisteredPartsTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 4, 4), 4).Create(32, 8, seed: 1);
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01)) { BatchSize = 16, Epochs = 1 };

    private abstract class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Linear last = nn.Linear(16, 4);

        protected Net()
            : base("net") => register_module("last", last);

        public override Tensor forward(Tensor input) => last.call(input.flatten(1));
    }

    private sealed class With : Net
    {
        public object? Held { get; init; }

        public With Knowing(params nn.Module[] modules)
        {
            for (var i = 0; i < modules.Length; i++)
                register_module($"m{i}", modules[i]);
            return this;
        }
    }

    private sealed class Registering : Net
    {
        private readonly Linear[] hid = [nn.Linear(16, 16)];

        public Registering() => RegisterComponents();

        public override Tensor forward(Tensor input) => base.forward(hid[0].call(input.flatten(1)));
    }

    private class Below : nn.Module<Tensor, Tensor>
    {
        private readonly Linear hidden = nn.Linear(16, 16);

        protected Below()
            : base("below") { }

        public override Tensor forward(Tensor input) => hidden.call(input.flatten(1));
    }

    private sealed class Above : Below
    {
        private readonly Linear last = nn.Linear(16, 4);

        public Above() => RegisterComponents();

        public override Tensor forward(Tensor input) => last.call(base.forward(input));
    }

    private sealed class Teacher
    {
        private readonly List<Linear> layers = [nn.Linear(16, 4)];

        public int Count => layers.Count;
    }

    private static List<string> WarningsOf(nn.Module<Tensor, Tensor> network, TrainingOptions? options = null)
    {
        var lines = new WarningLines();
        new Trainer(options ?? Options, logger: lines).Fit(network, Data, new InputPipeline(), 0);
        return lines.Warnings;
    }

    private static Linear Frozen()
    {
        var layer = nn.Linear(16, 4);
        foreach (var parameter in layer.parameters())
            parameter.requires_grad = false;
        return layer;
    }

    private const string Remedy =
        " is not registered: the training neither trains, moves nor keeps it; register it by ModuleList, register_module or "
        + "register_parameter, unless it is not the network's own";

    [Fact]
    public void A_list_that_the_loss_depends_on_is_refused()
    {
        using var network = new Registering();
        FluentActions
            .Invoking(() => WarningsOf(network))
            .Should()
            .Throw<FaultyPartException>()
            .WithMessage(
                "Each parameter that the loss depends on must be registered, but the field hid of Registering has one that is not, and "
                    + "would be neither trained nor kept: RegisterComponents looks at single fields alone; use ModuleList or "
                    + "register_module, or set requires_grad to false where it is not to learn."
            );
        using var other = new Registering();
        WarningsOf(other, Options with { Epochs = 0 }).Should().Equal("the field hid of Registering" + Remedy);
    }

    // A teacher, or a peer that is trained in turn: the loss does not come to it.
    [Fact]
    public void A_list_that_the_loss_does_not_depend_on_is_warned_of_whatever_kind_it_is()
    {
        object[] all =
        [
            new List<nn.Module> { nn.ReLU(), nn.Linear(16, 4) },
            new Dictionary<string, Linear> { ["a"] = nn.Linear(16, 4) },
            new HashSet<Linear> { nn.Linear(16, 4) },
            ImmutableArray.Create(nn.Linear(16, 4)),
            new[] { new Parameter(zeros(2)) },
            new (string Name, Linear Layer)[] { ("a", nn.Linear(16, 4)) },
            new[] { new[] { nn.Linear(16, 4) } },
        ];
        foreach (var held in all)
        {
            using var network = new With { Held = held };
            WarningsOf(network).Should().Contain("the field Held of With" + Remedy);
        }
    }

    [Fact]
    public void What_is_not_to_learn_or_stands_alone_is_warned_of()
    {
        object[] all = [new[] { Frozen() }, nn.Linear(16, 4), new Parameter(zeros(2)), new Teacher(), new[] { nn.Dropout(0.5) }];
        foreach (var held in all)
        {
            using var network = new With { Held = held };
            WarningsOf(network).Should().Equal("the field Held of With" + Remedy);
        }
    }

    [Fact]
    public void What_is_registered_or_has_nothing_to_lose_is_not_warned_of()
    {
        Func<Linear[], object?>[] all =
        [
            _ => null,
            layers => layers,
            layers => nn.Sequential(layers[0], layers[1]),
            _ => new[] { nn.ReLU() },
            _ => new[] { 1f, 2f },
            _ => default(ImmutableArray<Linear>),
        ];
        foreach (var held in all)
        {
            // The network that knows them disposes of them.
            Linear[] layers = [nn.Linear(16, 4), nn.Linear(16, 4)];
            using var network = new With { Held = held(layers) }.Knowing(layers);
            WarningsOf(network).Should().BeEmpty();
        }

        using var above = new Above();
        WarningsOf(above).Should().BeEmpty("a base class's private field is registered");
    }

    [Fact]
    public void The_librarys_own_networks_have_none()
    {
        var shape = new ImageShape(3, 28, 28);
        foreach (var model in PaperModels.Cifar10)
        {
            using var network = model.Create(shape, 4, 1);
            NetworkCheckOf(network).Should().BeEmpty();
        }
    }

    private static List<string> NetworkCheckOf(nn.Module<Tensor, Tensor> network)
    {
        var lines = new WarningLines();
        var data = new SyntheticImages(new ImageShape(3, 28, 28), 4).Create(2, 1, seed: 1);
        new Trainer(Options with { Epochs = 0 }, logger: lines).Fit(network, data, new InputPipeline(), 0);
        return lines.Warnings;
    }
}
