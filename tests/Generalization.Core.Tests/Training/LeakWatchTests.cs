using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Identity;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Observers;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

public class LeakWatchTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 4, 4), 3).Create(40, 12, seed: 1);
    private static readonly InputPipeline Input = new(new PerImageStandardization());
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01))
    {
        BatchSize = 16,
        Epochs = 4,
        StopWhen = [],
        EvaluateTrainingFrom = 0,
    };

    [Fact]
    public void A_network_that_keeps_a_tensor_in_each_step_ends_the_training_after_its_second_epoch()
    {
        using var network = new Keeping(keeps: true);
        Error(network, Options)
            .Should()
            .Match(
                "An epoch must leave as many tensors alive as the one before, but epoch 2 left 5 more, * in all, and the gradient "
                    + "(network or loss) left 3 of them; dispose of what is detached from its scope, or replace what is kept."
            );
    }

    [Fact]
    public void An_observer_that_keeps_a_tensor_is_named()
    {
        using var network = new Keeping(keeps: false);
        using var observer = new Hoarder();
        Error(network, Options, observer).Should().Contain("epoch 2 left 3 more").And.Contain("an observer or a metric left 3 of them");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_library_trains_leaves_nothing(bool random)
    {
        using var network = MultilayerPerceptron.Create(Input.ShapeOf(Data), Data.ClassCount, 0, [8], random ? 0.2 : 0);
        var input = random ? new InputPipeline(new RandomFlip(), new PerImageStandardization()) : Input;
        foreach (Optimizer optimizer in (Optimizer[])[new Sgd { Momentum = 0.9 }, new Adam(), new RmsProp()])
        {
            var options = Options with { Optimizer = optimizer, WeightAverage = new WeightAverage(0.9) };
            var history = new Trainer(options) { CheckLeaks = true }.Fit(network, Data, input, seed: 0);
            history.Epochs.Should().HaveCount(4);
        }
    }

    private static string Error(nn.Module<Tensor, Tensor> network, TrainingOptions options, params ITrainingObserver[] observers)
    {
        // Without the check it trains to the end.
        new Trainer(options)
            .Fit(network, Data, Input, seed: 0, observers: observers)
            .Epochs.Should()
            .HaveCount(4);
        var checkedTrainer = new Trainer(options) { CheckLeaks = true };
        return checkedTrainer
            .Invoking(t => t.Fit(network, Data, Input, seed: 0, observers: observers))
            .Should()
            .Throw<FaultyPartException>()
            .Which.Message;
    }

    private sealed class Keeping : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner = nn.Linear(16, 3);
        private readonly bool keeps;
        private readonly List<Tensor> kept = [];

        public Keeping(bool keeps)
            : base("keeping")
        {
            this.keeps = keeps;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            if (keeps)
                kept.Add(x.detach().DetachFromDisposeScope());
            return inner.call(x.flatten(1)); // (n, 3)
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var tensor in kept)
                tensor.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Hoarder : ITrainingObserver, IDisposable
    {
        private readonly List<Tensor> kept = [];

        public string Name => "hoarder";

        public void See(ObservedBatch batch) => kept.Add(batch.Outputs.clone().DetachFromDisposeScope());

        public void Dispose() => kept.ForEach(t => t.Dispose());
    }
}
