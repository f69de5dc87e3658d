using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

/// <summary>Large inputs are evaluated some at a time.</summary>
[NoTensorLeaks]
public sealed class EvaluationBatchTests
{
    [Theory]
    [InlineData(1, 32, 1000)]
    [InlineData(3, 105, 1000)]
    [InlineData(3, 299, 125)]
    public void A_network_sees_as_many_as_fit(int channels, int size, int most)
    {
        var shape = new ImageShape(channels, size, size);
        var data = new SyntheticImages(shape, 2).Create(8, most + 1, seed: 1);
        var seen = new List<long>();
        using var network = new Counting(seen, shape.Size);
        // No epoch is trained, so the images are seen in evaluation alone.
        new Trainer(new TrainingOptions(new ConstantRate(0.1)) { Epochs = 0 }).Fit(network, data, new InputPipeline(), 0);
        seen.Max().Should().Be(most);
    }

    private sealed class Counting : nn.Module<Tensor, Tensor>
    {
        private readonly List<long> seen;
        private readonly TorchSharp.Modules.Linear last;

        public Counting(List<long> seen, int size)
            : base(nameof(Counting))
        {
            this.seen = seen;
            last = nn.Linear(size, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            seen.Add(input.shape[0]);
            return last.call(input.flatten(1));
        }
    }
}
