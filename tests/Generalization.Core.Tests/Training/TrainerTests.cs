using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

[NoTensorLeaks]
public class TrainerTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 6, 6), 4).Create(200, 80, seed: 1);
    private static readonly InputPipeline Input = new(new PerImageStandardization());
    private static readonly TrainingOptions Options = new(new ConstantRate(0.05)) { BatchSize = 48, Epochs = 60 };

    private static MultilayerPerceptron Network(ulong seed = 0) =>
        MultilayerPerceptron.Create(Input.ShapeOf(Data), Data.ClassCount, seed, 64);

    private static TrainingHistory Fit(TrainingOptions options, TrainTestData? data = null, ulong seed = 0)
    {
        using var network = Network();
        return new Trainer(options).Fit(network, data ?? Data, Input, seed);
    }

    [Fact]
    public void Learns_true_labels_and_says_so()
    {
        var history = Fit(Options);
        (history.Train!.Accuracy, history.EpochsToFit).Should().Be((1, history.Epochs.Length));
        history.Test!.Accuracy.Should().BeGreaterThan(0.9);
        history.Verdict.Should().StartWith("learned: 100.0 % of the training labels in ");
        history.Steps.Should().Be(5 * history.Epochs.Length, "200 images make four steps of 48 and one of 8");
    }

    [Fact]
    public void Memorizes_random_labels_and_says_so()
    {
        var history = Fit(Options with { Epochs = 400 }, Data.Corrupt(new UniformLabelNoise(1), seed: 3));
        history.Train!.Accuracy.Should().Be(1);
        history.CorruptedSubsetAccuracy.Should().Be(1);
        history
            .Verdict.Should()
            .MatchRegex(
                @"^memorized: 100\.0 % of labels that are all random in \d+ epochs, \d\d\.\d % on test \(interval \d+\.\d–\d+\.\d %\), "
                    + @"where the largest class alone gives \d+\.\d % and nothing could be learned from random labels$"
            );
    }

    [Fact]
    public void Learns_the_clean_part_first_and_memorizes_the_rest_later()
    {
        var history = Fit(Options with { Epochs = 400 }, Data.Corrupt(new UniformLabelNoise(0.4), seed: 3));
        var early = history.Epochs[4];
        early.OnlineCleanSubsetAccuracy.Should().BeGreaterThan(early.OnlineCorruptedSubsetAccuracy!.Value + 0.3);
        history.CorruptedSubsetAccuracy.Should().Be(1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        var (a, b, c) = (Fit(Options, seed: 5), Fit(Options, seed: 5), Fit(Options, seed: 6));
        a.StepLosses.Should().Equal(b.StepLosses);
        a.Epochs.Select(e => e with { Seconds = 0 }).Should().Equal(b.Epochs.Select(e => e with { Seconds = 0 }));
        a.StepLosses[..5].Should().NotEqual(c.StepLosses[..5]);
    }

    [Fact]
    public void One_step_is_momentum_sgd_on_the_batch_that_the_epoch_order_names()
    {
        using var scope = NewDisposeScope();
        var options = new TrainingOptions(new ConstantRate(0.1))
        {
            BatchSize = 200,
            Epochs = 2,
            Optimizer = new Sgd { WeightDecay = 0.01, Momentum = 0.5 },
            StopWhen = [],
        };
        using var network = MultilayerPerceptron.Create(Input.ShapeOf(Data), Data.ClassCount, 0);
        var weight = network.parameters().First().detach().clone();
        var bias = network.parameters().Last().detach().clone();
        using var images = Input.Prepare(Data.Train);
        // The slow way: gradients of a linear classifier in closed form, (softmax − one-hot)ᵀ x / n.
        var x = images.Inputs.flatten(1);
        var target = nn.functional.one_hot(images.Labels, 4).to(ScalarType.Float32);
        var (velocityW, velocityB) = (zeros_like(weight), zeros_like(bias));
        for (var step = 0; step < 2; step++)
        {
            var error = (nn.functional.softmax(x.matmul(weight.t()) + bias, 1) - target) / 200;
            velocityW = 0.5 * velocityW + error.t().matmul(x) + 0.01 * weight;
            velocityB = 0.5 * velocityB + error.sum(dim: 0) + 0.01 * bias;
            weight -= 0.1 * velocityW;
            bias -= 0.1 * velocityB;
        }

        new Trainer(options).Fit(network, Data, Input, seed: 9);
        (network.parameters().First() - weight).abs().max().item<float>().Should().BeLessThan(1e-5f);
        (network.parameters().Last() - bias).abs().max().item<float>().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void No_epochs_train_nothing_and_still_report()
    {
        using var network = Network();
        using var before = network.parameters().First().clone();
        var history = new Trainer(Options with { Epochs = 0 }).Fit(network, Data, Input, seed: 0);
        using var after = network.parameters().First().clone();
        before.data<float>().ToArray().Should().Equal(after.data<float>().ToArray());
        (history.Epochs.Length, history.Steps, history.ImagesPerSecond, history.EpochsToFit).Should().Be((0, 0, null, null));
        history.Train!.Loss.Should().BePositive();
        history.Test!.Accuracy.Should().BeInRange(0, 1);
    }

    [Fact]
    public void A_diverging_loss_names_step_rate_and_last_finite_loss()
    {
        using var network = Network();
        var schedule = new PiecewiseConstant([0.05, 1e30], [10]);
        var error = new Action(() => new Trainer(Options with { Schedule = schedule, StopWhen = [] }).Fit(network, Data, Input, 0))
            .Should()
            .Throw<NonFiniteLossException>()
            .Which;
        error
            .Message.Should()
            .StartWith($"The loss must stay finite, but was not at step {error.Step} (learning rate 1E+30, last finite loss ");
        error.LearningRate.Should().Be(1e30);
        error.Step.Should().BeInRange(11, 14);
        error.History.Epochs.Should().HaveCount(2, "the history survives");
    }

    [Fact]
    public void A_divergence_in_the_very_last_step_is_no_finished_run()
    {
        using var network = Network();
        var options = Options with
        {
            Schedule = new PiecewiseConstant([0.05, 1e30], [9]),
            BatchSize = int.MaxValue,
            Epochs = 10,
            StopWhen = [],
        };
        var error = new Action(() => new Trainer(options).Fit(network, Data, Input, 0)).Should().Throw<NonFiniteLossException>().Which;
        (error.Step, error.LearningRate, error.History.Epochs.Length).Should().Be((9, 1e30, 9));
        error.LastFiniteLoss.Should().NotBeNull("the loss of the step is that before its update");
    }

    [Fact]
    public void The_largest_batch_takes_everything_and_the_most_epochs_have_a_time_left()
    {
        using var network = Network();
        var left = TimeSpan.Zero;
        using var cancel = new CancellationTokenSource();
        new Action(() =>
            new Trainer(Options with { BatchSize = int.MaxValue, Epochs = int.MaxValue, StopWhen = [] }).Fit(
                network,
                Data,
                Input,
                0,
                new Immediate(p =>
                {
                    p.StepsPerEpoch.Should().Be(1);
                    left = p.Remaining;
                    cancel.Cancel();
                }),
                cancel.Token
            )
        ).Should().Throw<TrainingCanceledException>();
        left.Should().BePositive();
    }

    [Fact]
    public void Cancelling_keeps_the_epochs_that_were_finished()
    {
        using var network = Network();
        using var cancel = new CancellationTokenSource();
        var progress = new Immediate(p =>
        {
            if (p is { Epoch: 3, Finished: not null })
                cancel.Cancel();
        });
        var error = new Action(() => new Trainer(Options with { StopWhen = [] }).Fit(network, Data, Input, 0, progress, cancel.Token))
            .Should()
            .Throw<TrainingCanceledException>()
            .Which;
        (error.History.Epochs.Length, error.History.Steps).Should().Be((3, 15));
    }

    [Fact]
    public void A_network_for_other_classes_is_refused()
    {
        using var network = MultilayerPerceptron.Create(Input.ShapeOf(Data), 7, 0);
        new Action(() => new Trainer(Options).Fit(network, Data, Input, 0))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The network must give (n, 4), one output for each class, but gave (1, 7) for one image.*");
    }

    [Fact]
    public void Patience_ends_a_training_that_stands_still()
    {
        var history = Fit(Options with { StopWhen = [new Patience(3)], Epochs = 100 });
        history.Epochs.Length.Should().BeLessThan(100);
        history.Epochs[^1].TrainAccuracy.Should().NotBeNull("the last epoch is always evaluated");
    }

    [Theory]
    [InlineData(3, new[] { 0.5, 0.5, 0.4, 0.5 }, true)]
    [InlineData(3, new[] { 0.5, 0.4, 0.4 }, false)]
    [InlineData(3, new[] { 0.5, 0.4, 0.4, 0.6 }, false)]
    [InlineData(3, new[] { -1, 0.5, -1, -1, -1 }, false)]
    [InlineData(3, new[] { -1, 0.5, -1, -1, -1, 0.5 }, true)]
    [InlineData(1, new[] { -1, -1, -1.0 }, false)]
    public void Patience_counts_epochs_and_decides_where_the_test_set_was_evaluated(int epochs, double[] accuracies, bool ends) =>
        new Patience(epochs)
            .IsMet([
                .. accuracies.Select(
                    (a, i) => new EpochRecord(i + 1, i + 1, 0.1, 1, 0.5, null, null, null, null, null, null, null, a < 0 ? null : a, 1)
                ),
            ])
            .Should()
            .Be(ends, "-1 stands for an epoch without an evaluation");

    [Theory]
    [InlineData(DecayedParameters.All, true)]
    [InlineData(DecayedParameters.Weights, false)]
    public void Weight_decay_shrinks_the_parameters_that_it_is_for(DecayedParameters on, bool biasesToo)
    {
        using var network = Network();
        using (no_grad())
            foreach (var p in network.parameters())
                p.fill_(0.5);
        // Outputs that are all alike give biases of the hidden layer and its weights no gradient.
        using (no_grad())
            network.parameters().ElementAt(2).fill_(0);
        new Trainer(
            new TrainingOptions(new ConstantRate(0.1))
            {
                BatchSize = 200,
                Epochs = 1,
                Optimizer = new Sgd
                {
                    Momentum = 0,
                    WeightDecay = 0.25,
                    WeightDecayOn = on,
                },
            }
        ).Fit(network, Data, Input, 0);
        network.parameters().First().data<float>().ToArray().Should().OnlyContain(w => Math.Abs(w - 0.5 * (1 - 0.1 * 0.25)) < 1e-6);
        var bias = biasesToo ? 0.5 * (1 - 0.1 * 0.25) : 0.5;
        network.parameters().ElementAt(1).data<float>().ToArray().Should().OnlyContain(b => Math.Abs(b - bias) < 1e-6);
    }

    [Fact]
    public void What_is_memorized_last_are_the_examples_that_were_right_the_shortest_time()
    {
        var data = Data.Corrupt(new UniformLabelNoise(0.4), seed: 3);
        var history = Fit(Options with { Epochs = 400 }, data);
        history.FittedSince.Should().HaveCount(200).And.OnlyContain(e => e >= 0 && e <= history.Epochs.Length);
        var order = Memorization.LastFirst(history).ToArray();
        order.Order().Should().Equal(Enumerable.Range(0, 200));
        double Changed(IEnumerable<int> positions) => positions.Average(i => data.Train.Labels[i] != data.Train.TrueLabels[i] ? 1.0 : 0.0);
        Changed(order[..40])
            .Should()
            .BeGreaterThan(0.6, "of all labels three tenths are wrong, and those are learned by heart after the right ones are learned");
        Changed(order[^40..]).Should().BeLessThan(0.1);

        // After one epoch: 1 for those that were right in it.
        var first = Fit(Options with { Epochs = 1 }, data);
        first.FittedSince.Count(e => e == 1).Should().Be((int)Math.Round(200 * first.Epochs[0].OnlineAccuracy));
    }

    [Fact]
    public void Training_with_augmentation_evaluates_without_it_and_repeats_bit_for_bit()
    {
        var input = new InputPipeline(new CenterCrop(5, 5), new PerImageStandardization()).With(
            AugmentationOptions.Parse("crop,flip,rotate:20")
        );
        TrainingHistory Run(int epochs, ulong seed)
        {
            using var network = MultilayerPerceptron.Create(input.ShapeOf(Data), 4, 0, 64);
            return new Trainer(Options with { Epochs = epochs }).Fit(network, Data, input, seed);
        }

        Run(3, 5).StepLosses.Should().Equal(Run(3, 5).StepLosses);
        var plain = new InputPipeline(new CenterCrop(5, 5), new PerImageStandardization());
        using var untrained = MultilayerPerceptron.Create(plain.ShapeOf(Data), 4, 0, 64);
        Run(0, 5).Train.Should().Be(new Trainer(Options with { Epochs = 0 }).Fit(untrained, Data, plain, 5).Train);
    }

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
