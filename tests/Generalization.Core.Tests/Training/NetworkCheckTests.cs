using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.History;
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
}
