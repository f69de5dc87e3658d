using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

[NoTensorLeaks]
public class NetworkLayoutTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 8, 6), 4).Create(48, 16, seed: 2);
    private static readonly TrainingOptions Options = new(new ConstantRate(0.05))
    {
        BatchSize = 16,
        Epochs = 2,
        StopWhen = [],
        EvaluateTrainingFrom = 0,
    };

    [Fact]
    public void Channels_last_changes_what_lies_where_and_nothing_else()
    {
        var contiguous = Train(MemoryLayout.Contiguous);
        var channelsLast = Train(MemoryLayout.ChannelsLast);
        contiguous.InputStrides.Should().OnlyContain(s => s.SequenceEqual(new long[] { 144, 48, 6, 1 }));
        contiguous.WeightStrides.Should().OnlyContain(s => s.SequenceEqual(new long[] { 27, 9, 3, 1 }));
        channelsLast.InputStrides.Should().OnlyContain(s => s.SequenceEqual(new long[] { 144, 1, 18, 3 }));
        channelsLast.WeightStrides.Should().OnlyContain(s => s.SequenceEqual(new long[] { 27, 1, 9, 3 }));
        channelsLast.Weights.Zip(contiguous.Weights).Should().OnlyContain(w => Math.Abs(w.First - w.Second) < 1e-5);
        channelsLast.Loss.Should().BeApproximately(contiguous.Loss, 1e-5);
    }

    [Fact]
    public void The_weights_lie_as_before_when_the_training_is_cancelled()
    {
        using var network = new Recording(8 * 6);
        using var cancel = new CancellationTokenSource();
        network.OnForward = call =>
        {
            if (call == 3)
                cancel.Cancel();
        };
        new Action(() =>
            new Trainer(Options with { Layout = MemoryLayout.ChannelsLast }).Fit(network, Data, new InputPipeline(), 0, token: cancel.Token)
        )
            .Should()
            .Throw<TrainingCanceledException>();
        network.Convolution.weight!.is_contiguous().Should().BeTrue();
    }

    [Fact]
    public void Refuses_a_layout_that_is_none() =>
        new Action(() => _ = Options with { Layout = (MemoryLayout)7 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Layout must be one of Contiguous, ChannelsLast, but was 7.*");

    [Theory]
    [InlineData("inception", MemoryLayout.ChannelsLast)]
    [InlineData("inception-no-bn", MemoryLayout.ChannelsLast)]
    [InlineData("alexnet", MemoryLayout.ChannelsLast)]
    [InlineData("mlp-1x512", MemoryLayout.Contiguous)]
    public void The_papers_networks_train_in_the_layout_that_is_faster(string model, MemoryLayout layout) =>
        PaperModels.Named(model).Training.Layout.Should().Be(layout);

    private static (float[] Weights, double Loss, List<long[]> InputStrides, List<long[]> WeightStrides) Train(MemoryLayout layout)
    {
        using var network = new Recording(8 * 6);
        var history = new Trainer(Options with { Layout = layout }).Fit(network, Data, new InputPipeline(), 0);
        network.Convolution.weight!.is_contiguous().Should().BeTrue();
        // The trial call has one image, whose strides say little.
        return (network.Convolution.weight!.data<float>().ToArray(), history.Train!.Loss, network.InputStrides[1..], network.WeightStrides);
    }

    private sealed class Recording : nn.Module<Tensor, Tensor>
    {
        private readonly Linear linear;

        public Recording(int positions)
            : base(nameof(Recording))
        {
            // Takes the handle that TorchSharp loses when it makes a layer.
            using var made = NewDisposeScope();
            Convolution = nn.Conv2d(3, 5, 3, padding: 1);
            linear = nn.Linear(5 * positions, 4);
            using (no_grad())
                foreach (
                    var (parameter, k) in new[] { Convolution.weight!, Convolution.bias!, linear.weight!, linear.bias! }.Select(
                        (p, k) => (p, k)
                    )
                )
                {
                    using var scope = NewDisposeScope();
                    parameter.copy_(arange(parameter.numel(), ScalarType.Float32).add(k).sin().mul(0.2).reshape(parameter.shape));
                }

            register_module("convolution", Convolution);
            register_module("linear", linear);
        }

        public Conv2d Convolution { get; }

        public List<long[]> InputStrides { get; } = [];

        public List<long[]> WeightStrides { get; } = [];

        public Action<int> OnForward { get; set; } = _ => { };

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            InputStrides.Add(input.stride());
            WeightStrides.Add(Convolution.weight!.stride());
            OnForward(InputStrides.Count);
            return linear.call(Convolution.call(input).relu().flatten(1)).MoveToOuterDisposeScope();
        }
    }
}
