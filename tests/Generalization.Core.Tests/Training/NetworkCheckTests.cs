using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using Generalization.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

/// <summary>What is wrong with a network, a batch or a schedule is said before the first step.</summary>
public class NetworkCheckTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 8, 8), 4).Create(33, 8, seed: 1);
    private static readonly InputPipeline Input = new();
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01)) { BatchSize = 16, Epochs = 1 };

    private static MultilayerPerceptron Network() => MultilayerPerceptron.Create(Input.ShapeOf(Data), 4, 0, 8);

    private static FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Refuses(
        nn.Module<Tensor, Tensor> network,
        TrainingOptions? options = null
    ) => FluentActions.Invoking(() => new Trainer(options ?? Options).Fit(network, Data, Input, 0)).Should().Throw<ArgumentException>();

    [Fact]
    public void A_network_for_other_inputs()
    {
        using var network = MultilayerPerceptron.Create(new ImageShape(3, 9, 9), 4, 0, 8);
        Refuses(network)
            .WithMessage(
                "The network must take inputs of the shape (1, 3, 8, 8), but libtorch refused one (*); build it for the shape "
                    + "that the pipeline gives.*"
            );
    }

    [Fact]
    public void A_network_of_float64()
    {
        using var network = Network();
        network.to(ScalarType.Float64);
        Refuses(network).WithMessage("The network must take float32 inputs, but *weight is Float64 and libtorch refused (*); convert *");
    }

    [Fact]
    public void A_network_of_which_all_is_frozen()
    {
        using var network = Network();
        foreach (var parameter in network.parameters())
            parameter.requires_grad = false;
        Refuses(network).WithMessage("The network must have a parameter that is trained, but all 4 are frozen *");
        new Trainer(Options with { Epochs = 0 }).Fit(network, Data, Input, 0).Train.Should().NotBeNull();
    }

    [Fact]
    public void A_sparse_parameter()
    {
        using var network = new Sparse();
        Refuses(network).WithMessage("The network's parameters must be dense, but table is sparse*");
    }

    private sealed class Sparse : nn.Module<Tensor, Tensor>
    {
        private readonly Tensor table = zeros(192, 4).to_sparse();
        private readonly TorchSharp.Modules.Parameter weight = new(zeros(192, 4));

        public Sparse()
            : base("sparse")
        {
            register_buffer("table", table);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input.flatten(1).mm(weight);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weights_that_are_not_finite(double value)
    {
        using var network = Network();
        using (no_grad())
            network.parameters().Last()[0] = (float)value;
        Refuses(network).WithMessage("The network's weights must be finite before the training, but *bias holds a NaN or an infinity; *");
    }

    [Fact]
    public void A_last_batch_of_one_image_under_batch_normalization()
    {
        using var network = nn.Sequential(nn.Flatten(), nn.Linear(192, 6), nn.BatchNorm1d(6), nn.Linear(6, 4));
        var before = network.state_dict().Values.Select(v => v.detach().to(ScalarType.Float32).sum().item<float>()).ToArray();
        Refuses(network)
            .WithMessage(
                "The last batch of an epoch must have more than one image where batch normalization sees one value of each, but 33 "
                    + "images in batches of 16 leave one; choose another batch size or number of images.*"
            );
        network.state_dict().Values.Select(v => v.detach().to(ScalarType.Float32).sum().item<float>()).Should().Equal(before);
        new Trainer(Options with { BatchSize = 11 }).Fit(network, Data, Input, 0).Epochs.Should().HaveCount(1);
        // Where an image has many positions, one is enough.
        using var convolutional = SmallInception.Create(Input.ShapeOf(Data), 4, 0);
        new Trainer(Options).Fit(convolutional, Data.Take(17, 4), Input, 0).Epochs.Should().HaveCount(1);
    }

    private sealed class Of(Func<Tensor, Tensor> change) : nn.Module<Tensor, Tensor>("of")
    {
        private readonly nn.Module<Tensor, Tensor> inner = nn.Linear(192, 4);

        public static Of Made(Func<Tensor, Tensor> change)
        {
            var network = new Of(change);
            network.RegisterComponents();
            return network;
        }

        public override Tensor forward(Tensor input) => change(inner.call(input.flatten(1)));
    }

    // Batch normalization, for which the last batch is looked at.
    private sealed class From : nn.Module<Tensor, Tensor>, IDescribed
    {
        private readonly nn.Module<Tensor, Tensor> norm = nn.BatchNorm2d(3),
            inner = nn.Linear(192, 4);

        private readonly Func<Tensor, bool, Tensor> change;

        public From(Func<Tensor, bool, Tensor> change)
            : base("from")
        {
            this.change = change;
            RegisterComponents();
            using var none = no_grad();
            foreach (var parameter in inner.parameters())
                parameter.fill_(0.01);
        }

        public string Describe() => "from";

        public override Tensor forward(Tensor input) => inner.call(norm.call(change(input, training)).flatten(1));
    }

    [Fact]
    public void A_network_that_changes_its_inputs()
    {
        const string changed =
            "The network must leave its inputs as they are, but changed them; use what gives a new tensor, such as sub in place of sub_.";
        Error<FaultyPartException>(new From((x, _) => x.sub_(0.3).div_(0.35))).Should().Be(changed);
        Error<FaultyPartException>(new From((x, _) => x.flatten(1).mul_(2).view(-1, 3, 8, 8))).Should().Be(changed);
        Error<FaultyPartException>(new From((x, _) => Disposing(x)))
            .Should()
            .Be("The network must leave its inputs as they are, but disposed of them; dispose only of what the network makes itself.");
        Error<FaultyPartException>(new From((x, _) => Disposing(x).sub(x)))
            .Should()
            .StartWith("The network must leave its inputs as they are, but disposed of them; ");

        static Tensor Disposing(Tensor x)
        {
            var own = x.clone();
            x.Dispose();
            return own;
        }
    }

    [Fact]
    public void A_network_that_changes_the_batches_of_a_training_alone_leaves_the_data_as_they_are()
    {
        var inPlace = Fit((x, isTraining) => isTraining ? x.sub_(0.3) : x.sub(0.3));
        inPlace.Should().Equal(Fit((x, _) => x.sub(0.3)));

        static IEnumerable<double> Fit(Func<Tensor, bool, Tensor> change)
        {
            var folder = Directory.CreateTempSubdirectory("network").FullName;
            using var network = new From(change);
            var history = new Trainer(Options).Fit(network, Data, Input, 0, checkpoints: new CheckpointOptions(folder));
            Directory.Delete(folder, recursive: true);
            return [.. history.StepLosses, history.Train!.Loss, history.Test!.Loss];
        }
    }

    private static string Error<T>(nn.Module<Tensor, Tensor> network, TrainingOptions? options = null)
        where T : Exception
    {
        using (network)
            return FluentActions
                .Invoking(() => new Trainer(options ?? Options).Fit(network, Data, Input, 0))
                .Should()
                .ThrowExactly<T>()
                .Which.Message;
    }

    [Fact]
    public void A_network_without_a_gradient_or_an_output()
    {
        const string sentence =
            "The loss must depend on the network's parameters, but has no gradient: the network's output or the loss was detached, "
            + "rounded or converted to integers; remove that.";
        Error<FaultyPartException>(Of.Made(y => y.detach())).Should().Be(sentence);
        Error<FaultyPartException>(Of.Made(y => y.to(ScalarType.Int64).to(ScalarType.Float32))).Should().Be(sentence);
        Error<FaultyPartException>(Of.Made(_ => null!)).Should().Be("The network must give a tensor, but gave null.");
    }

    [Fact]
    public void A_training_without_gradients_is_not_the_networks_fault()
    {
        using var noGrad = no_grad();
        Error<FaultyPartException>(Network())
            .Should()
            .Be(
                "The loss must have a gradient, but gradients are switched off where the training runs, by no_grad or inference_mode; end "
                    + "that before the training."
            );
    }

    private sealed record Each : Loss
    {
        public override Tensor Mean(Tensor outputs, Batch batch) => outputs.sum(1);
    }

    private sealed record Rows : Metric
    {
        public override string Name => "rows";

        public override Tensor Sum(Tensor outputs, Batch batch) => outputs;
    }

    [Fact]
    public void A_loss_or_a_metric_that_is_more_than_one_number()
    {
        Error<FaultyPartException>(Network(), Options with { Loss = new Each() })
            .Should()
            .Be("A batch's loss must be one number, but Each gave (16); give the mean.");
        Error<FaultyPartException>(Network(), Options with { Metrics = [new Rows()] })
            .Should()
            .Be("The metric rows must give one number, its sum over the batch, but gave (33, 4).");
    }

    [Fact]
    public void A_loss_that_is_not_finite_before_any_step_is_not_the_learning_rates() =>
        Error<NonFiniteLossException>(Of.Made(y => y * float.NaN))
            .Should()
            .Be(
                "The loss must stay finite, but was not at step 0 (learning rate 0.01, last finite loss none). No step was taken before "
                    + "it, so look at the inputs, the targets, the loss and the network."
            );

    private sealed record Broken(double From) : LearningRateSchedule
    {
        public override double At(long step) => step < 1 ? 0.01 : From;
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(-0.5, "-0.5")]
    public void A_schedule_that_gives_no_rate(double rate, string shown)
    {
        using var network = Network();
        var error = FluentActions
            .Invoking(() => new Trainer(Options with { Schedule = new Broken(rate) }).Fit(network, Data, Input, 0))
            .Should()
            .Throw<NonFiniteLearningRateException>()
            .WithMessage(
                $"The schedule must give a learning rate that is finite and not negative, but gave {shown} at step 1 (*Broken *). *"
            )
            .Which;
        (error.Step, error.History.Epochs.Length).Should().Be((1, 0));
    }

    [Fact]
    public void A_schedule_of_code_that_gives_no_rate()
    {
        Error<NonFiniteLearningRateException>(Network(), Options with { Schedule = new Coded(_ => double.NaN) })
            .Should()
            .Be(
                "The schedule must give a learning rate that is finite and not negative, but gave NaN at step 0 "
                    + $"({typeof(Coded)}). Mend the schedule."
            );
    }

    private sealed record Coded(Func<long, double> Rate) : LearningRateSchedule
    {
        public override double At(long step) => Rate(step);
    }

    [Fact]
    public void A_network_whose_weights_are_not_in_memory()
    {
        using var nowhere = nn.Linear(192, 4).to(new Device(DeviceType.META));
        Refuses(nn.Sequential(nn.Flatten(), nowhere))
            .WithMessage("The network's weights must be in memory, but 1.weight lies on the meta *");
        var gone = nn.Linear(192, 4);
        using var network = nn.Sequential(nn.Flatten(), gone);
        gone.weight!.Dispose();
        Refuses(network).WithMessage("The network's weights must be in memory, but 1.weight was disposed; *");
        using var own = Of.Made(y => y);
        own.parameters().First().Dispose();
        Refuses(own).WithMessage("The network's weights must be in memory, but inner.weight was disposed; *");
        var whole = Network();
        whole.Dispose();
        Refuses(whole).WithMessage("The network must be alive, but was disposed; *");
    }

    [Fact]
    public void A_network_that_gives_other_rows_or_no_real_numbers()
    {
        // One image has one mean; sixteen have one too.
        Error<FaultyPartException>(Of.Made(y => y.mean([0], keepdim: true)))
            .Should()
            .Be("The network must give one row for each input, but gave (1, 4) for 16.");
        Error<FaultyPartException>(Of.Made(y => y.to_sparse()))
            .Should()
            .Be("The network must give dense real numbers, but gave a sparse tensor.");
        Error<FaultyPartException>(Of.Made(y => complex(y, y)))
            .Should()
            .Be("The network must give dense real numbers, but gave complex ones.");
        Error<FaultyPartException>(Of.Made(y => y.shape[0] == 16 ? y.mm(y) : y))
            .Should()
            .Match("The network asks libtorch for what it refuses (mat1 and mat2 shapes cannot be multiplied (*)); correct it.");
    }

    private sealed record Product(bool IsNull = false) : Loss
    {
        public override Tensor Mean(Tensor outputs, Batch batch) => IsNull ? null! : outputs.mm(outputs);
    }

    private sealed record Products : Metric
    {
        public override string Name => "products";

        public override Tensor Sum(Tensor outputs, Batch batch) => outputs.mm(outputs);
    }

    private sealed record Nameless : Metric
    {
        public override string Name => null!;

        public override Tensor Sum(Tensor outputs, Batch batch) => outputs.sum();
    }

    [Fact]
    public void A_loss_or_a_metric_that_libtorch_refuses_or_that_gives_nothing()
    {
        const string refused = " asks libtorch for what it refuses (mat1 and mat2 shapes cannot be multiplied (*)); correct it.";
        Error<FaultyPartException>(Network(), Options with { Loss = new Product() }).Should().Match("The loss Product" + refused);
        Error<FaultyPartException>(Network(), Options with { Loss = new Product(true) })
            .Should()
            .Be("The loss Product must give a tensor, but gave null.");
        Error<FaultyPartException>(Network(), Options with { Metrics = [new Products()] }).Should().Match("The metric products" + refused);
        FluentActions
            .Invoking(() => Options with { Metrics = [new Nameless()] })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Metrics must be a list of metrics of different names, but was null.*");
    }

    [Fact]
    public void A_pipeline_without_a_step_in_a_steps_place() =>
        FluentActions
            .Invoking(() => new InputPipeline([new PerImageStandardization(), null!]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Each step of a pipeline must be one, but one was null.*");

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(0.5, 0, true)]
    [InlineData(1, 0.5, true)]
    public void Scales_of_a_group_normalization_that_nobody_set_are_warned_of(double scale, double shift, bool isWarnedOf)
    {
        var logger = new WarningLines();
        using var network = nn.Sequential(("norm", nn.GroupNorm(1, 3)), ("flat", nn.Flatten()), ("linear", nn.Linear(192, 4)));
        using (no_grad())
        {
            var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
            parameters["norm.weight"].fill_(scale);
            parameters["norm.bias"].fill_(shift);
        }

        new Trainer(Options, logger: logger).Fit(network, Data, Input, 0);

        logger.Warnings.Any(w => w.StartsWith("The scales of norm are not 1", StringComparison.Ordinal)).Should().Be(isWarnedOf);
    }
}
