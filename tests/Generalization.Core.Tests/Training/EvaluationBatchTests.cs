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
    [InlineData(32, 40, 1000)]
    [InlineData(105, 3, 1000)]
    [InlineData(299, 3, 125)]
    public void A_network_sees_as_many_as_fit(int size, int channels, int most)
    {
        // Nothing but the batches' sizes is asked for, so the images are seen in evaluation alone.
        var shape = new ImageShape(size == 32 ? 1 : channels, size, size);
        var data = new SyntheticImages(shape, 2).Create(8, 1 + most / (size == 299 ? 1 : 10), seed: 1);
        var seen = new List<long>();
        using var network = new Counting(seen, shape.Size);
        new Trainer(new TrainingOptions(new ConstantRate(0.1)) { Epochs = 0 }).Fit(network, data, new InputPipeline(), 0);
        seen.Max().Should().BeLessThanOrEqualTo(most);
        if (size == 299)
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
