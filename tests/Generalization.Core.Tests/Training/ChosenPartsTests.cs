using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using Generalization.Training.Losses;
using Generalization.Training.Metrics;
using Generalization.Training.Observers;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

/// <summary>Loss, metrics, optimizer, averages and observers of a training are chosen; what they keep survives a stop after any
/// step.</summary>
[NoTensorLeaks]
public sealed class ChosenPartsTests : IDisposable
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 6, 6), 4)
        .Create(50, 20, seed: 1)
        .Corrupt(new UniformLabelNoise(0.3), seed: 2);
    private static readonly InputPipeline Input = new(new PerImageStandardization());
    private static readonly TrainingOptions Options = new(new ConstantRate(0.01))
    {
        BatchSize = 16,
        Epochs = 3,
        StopWhen = [],
        EvaluateTrainingFrom = 0,
    };
    private readonly string folder = Directory.CreateTempSubdirectory("chosen").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Half the square of the outputs' lengths: a loss that needs no labels.</summary>
    private sealed record Shrink(double Factor) : Loss
    {
        public override Tensor Mean(Tensor outputs, Batch batch)
        {
            using var factor = (Scalar)Factor;
            return outputs.square().sum(1).mean().mul(factor);
        }
    }

    /// <summary>w ← w − η·sign(g + m), m the gradient before.</summary>
    private sealed record SignSgd(double Memory) : Optimizer
    {
        public override IUpdate Create(nn.Module network) => new Update(network, Memory);

        private sealed class Update(nn.Module network, double memory) : IUpdate
        {
            private readonly Dictionary<string, Tensor> before = [];

            public IReadOnlyDictionary<string, Tensor> State => before;

            public void Run(double learningRate)
            {
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                foreach (var (name, parameter) in network.named_parameters())
                {
                    var sum = before.TryGetValue(name, out var kept) ? parameter.grad!.add(kept.mul(memory)) : parameter.grad!;
                    parameter.sub_(sum.sign().mul(learningRate));
                    kept?.Dispose();
                    before[name] = parameter.grad!.clone().DetachFromDisposeScope();
                }
            }

            public void Restore(IReadOnlyDictionary<string, Tensor> state)
            {
                foreach (var (name, kept) in state)
                    before[name] = kept.clone().DetachFromDisposeScope();
            }

            public void Dispose()
            {
                foreach (var kept in before.Values)
                    kept.Dispose();
            }
        }
    }

    private sealed record LargestOutput : Metric
    {
        public override string Name => "largest-output";

        public override Tensor Sum(Tensor outputs, Batch batch) => outputs.amax([1]).sum();
    }

    private sealed class StepCounter : ITrainingObserver, IDisposable
    {
        private readonly Tensor sum = zeros(1, ScalarType.Float64).DetachFromDisposeScope();

        public string Name => "counter";

        public List<(int Epoch, double Sum)> Ends { get; } = [];

        public int StopAfter { get; init; } = int.MaxValue;

        public int Seen { get; private set; }

        public IReadOnlyDictionary<string, Tensor> State => new Dictionary<string, Tensor> { ["sum"] = sum };

        public void See(ObservedBatch batch)
        {
            sum.add_(batch.Loss.to(ScalarType.Float64).mul(batch.Correct.sum()));
            if (++Seen == StopAfter)
                throw new OperationCanceledException();
        }

        public void EndEpoch(EpochRecord epoch) => Ends.Add((epoch.Epoch, sum.item<double>()));

        public void Restore(IReadOnlyDictionary<string, Tensor> state) => sum.copy_(state["sum"]);

        public void Dispose() => sum.Dispose();
    }

    public static TheoryData<string> Choices => ["sgd", "sign", "adam", "adamw", "rmsprop", "average", "squared", "own"];

    private static TrainingOptions Chosen(string name) =>
        name switch
        {
            "sign" => Options with { Optimizer = new SignSgd(0.5) },
            "adam" => Options with
            {
                Optimizer = new Adam { WeightDecay = 0.01 },
                Metrics = [new TopK(2)],
            },
            "adamw" => Options with { Optimizer = new AdamW(), Loss = new CrossEntropy(0.1) },
            "rmsprop" => Options with { Optimizer = new RmsProp(), WeightAverage = new WeightAverage(0.9, Rising: true) },
            "average" => Options with { WeightAverage = new WeightAverage(0.8) },
            "squared" => Options with { Loss = new SquaredError() },
            "own" => Options with { Loss = new Shrink(0.5), Metrics = [new LargestOutput(), new TopK(3)] },
            _ => Options,
        };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Stopped_after_every_step_a_training_gives_the_same_bits(string name)
    {
        var (whole, weights, ends) = Train(Chosen(name), null, int.MaxValue);
        for (var stops = 0; ; stops++)
        {
            stops.Should().BeLessThan(20);
            try
            {
                var (resumed, after, endsAfter) = Train(Chosen(name), new CheckpointOptions(folder), stopAfter: 1);
                throw new InvalidOperationException($"{resumed} {after} {endsAfter}");
            }
            catch (TrainingCanceledException) when (stops < 11) { }
            catch (TrainingCanceledException)
            {
                break;
            }
        }

        var (again, same, sameEnds) = Train(Chosen(name), new CheckpointOptions(folder), int.MaxValue);
        same.Should().Equal(weights);
        Timeless(again).Should().BeEquivalentTo(Timeless(whole), o => o.WithStrictOrdering());
        ends.Should().HaveCount(3);
        sameEnds.Should().Equal([ends[2]], "the stop came after the last step and before the end of its epoch");
    }

    [Fact]
    public void Another_number_of_threads_that_read_ahead_gives_the_same_bits()
    {
        var input = new InputPipeline(new CenterCrop(5, 5), new PerImageStandardization()).With(AugmentationOptions.Parse("crop,flip"));
        float[] Losses(ReadAhead? ahead)
        {
            using var network = MultilayerPerceptron.Create(input.ShapeOf(Data), 4, 0, 16);
            return
            [
                .. new Trainer(Options) { ReadAhead = ahead }
                    .Fit(network, Data, input, 3)
                    .StepLosses,
            ];
        }

        var resident = Losses(null);
        Losses(new ReadAhead(1, 1)).Should().Equal(resident);
        Losses(new ReadAhead(4, 3)).Should().Equal(resident);
    }

    [Fact]
    public void What_is_reported_is_the_loss_that_was_chosen()
    {
        var options = Chosen("own") with { Epochs = 0 };
        using var network = Network();
        var history = new Trainer(options).Fit(network, Data, Input, 0);
        using var scope = NewDisposeScope();
        using var images = Input.Prepare(Data.Test);
        network.eval();
        var outputs = network.call(images.Inputs);
        history.Test!.Loss.Should().BeApproximately(0.5 * outputs.square().sum(1).mean().item<float>(), 1e-5);
        history.Test.Metrics!["largest-output"].Should().BeApproximately(outputs.amax([1]).mean().item<float>(), 1e-5);
        history.Test.Metrics.Keys.Should().Equal("largest-output", "top-3");
        history.Train!.Metrics!["top-3"].Should().BeInRange(0, 1);
    }

    [Fact]
    public void Metrics_are_recorded_of_both_splits_in_every_epoch_that_evaluates_them()
    {
        using var network = Network();
        var history = new Trainer(Options with { Metrics = [new TopK(1), new TopK(4)], EvaluateTestEvery = 2 }).Fit(
            network,
            Data,
            Input,
            0
        );
        foreach (var epoch in history.Epochs)
        {
            epoch.TrainMetrics!["top-1"].Should().Be(epoch.TrainAccuracy);
            epoch.TrainMetrics["top-4"].Should().Be(1);
            (epoch.TestMetrics?["top-1"]).Should().Be(epoch.TestAccuracy);
        }

        history.Epochs[0].TestMetrics.Should().BeNull();
    }

    [Fact]
    public void The_average_of_the_weights_is_what_is_evaluated_and_left()
    {
        using var scope = NewDisposeScope();
        using var plain = Network();
        using var averaged = Network();
        var options = Options with { Epochs = 2, BatchSize = 50 };
        var mean = plain.parameters().Select(p => p.detach().clone()).ToArray();
        using var network = Network();
        // One step an epoch: the weights after the first are those of a training of one epoch.
        foreach (var epochs in new[] { 1, 2 })
        {
            using var one = Network();
            new Trainer(options with { Epochs = epochs }).Fit(one, Data, Input, 0);
            foreach (var (m, p) in mean.Zip(one.parameters()))
                m.mul_(0.7).add_(p.detach(), alpha: 0.3);
        }

        var history = new Trainer(options with { WeightAverage = new WeightAverage(0.7) }).Fit(averaged, Data, Input, 0);
        foreach (var (m, p) in mean.Zip(averaged.parameters()))
            m.sub(p.detach()).abs().max().item<float>().Should().BeLessThan(1e-6f);
        new Trainer(options with { Epochs = 0 }).Fit(averaged, Data, Input, 0).Test.Should().Be(history.Test);
        new Trainer(options).Fit(plain, Data, Input, 0).StepLosses.Should().Equal(history.StepLosses);
        new WeightAverage(0.9999, Rising: true).At(0).Should().Be(0.1);
        new WeightAverage(0.5, Rising: true).At(1000).Should().Be(0.5);
    }

    [Fact]
    public void Without_a_test_set_there_is_a_history_without_one()
    {
        using var network = Network();
        var history = new Trainer(Options with { StopWhen = [new Patience(1), new Fitted()] }).Fit(network, Data.Train, Input, 0);
        (history.Test, history.TestCount, history.BestTestAccuracy).Should().Be((null, 0, null));
        history.Epochs.Should().OnlyContain(e => e.TestLoss == null && e.TestAccuracy == null);
        history
            .Verdict.Should()
            .MatchRegex(
                @"^(partly |not )?memorized: \d+\.\d % of labels of which \d+\.\d % are wrong in 3 epochs, .* of the \d+ wrong ones .*, "
                    + "no test set$"
            );
        using var withTest = Network();
        new Trainer(Options).Fit(withTest, Data, Input, 0).StepLosses.Should().Equal(history.StepLosses);
    }

    [Fact]
    public void Observers_need_names_of_their_own()
    {
        using var network = Network();
        using var first = new StepCounter();
        using var second = new StepCounter();
        FluentActions
            .Invoking(() => new Trainer(Options).Fit(network, Data, Input, 0, observers: [first, second]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("An observer's name must not be empty, hold a full stop or be another's *, but was \"counter\".*");
    }

    [Fact]
    public void A_list_that_is_default_or_names_a_metric_twice_is_refused()
    {
        FluentActions
            .Invoking(() => Options with { StopWhen = default })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("StopWhen must be a list of rules, but was default; [] is none.*");
        FluentActions
            .Invoking(() => Options with { Metrics = default })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Metrics must be a list of metrics of different names, but was default; [] is none.*");
        FluentActions
            .Invoking(() => Options with { Metrics = [new TopK(2), new TopK(2)] })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Metrics must be a list of metrics of different names, but was top-2, top-2.*");
    }

    private static MultilayerPerceptron Network() => MultilayerPerceptron.Create(Input.ShapeOf(Data), 4, 0, [24], dropout: 0.2);

    private static (TrainingHistory, float[] Weights, List<(int, double)> Ends) Train(
        TrainingOptions options,
        CheckpointOptions? checkpoints,
        int stopAfter
    )
    {
        using var network = Network();
        using var counter = new StepCounter { StopAfter = stopAfter };
        var history = new Trainer(options).Fit(network, Data, Input, seed: 4, checkpoints: checkpoints, observers: [counter]);
        return (history, [.. network.parameters().SelectMany(p => p.data<float>().ToArray())], counter.Ends);
    }

    private static TrainingHistory Timeless(TrainingHistory history) =>
        history with
        {
            Seconds = 0,
            ImagesPerSecond = null,
            Epochs = [.. history.Epochs.Select(e => e with { Seconds = 0 })],
        };
}
