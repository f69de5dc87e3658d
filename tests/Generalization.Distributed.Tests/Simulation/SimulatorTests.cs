using Generalization.Distributed;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Simulation;
using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Simulation;

public class SimulatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(30)]
    [NoTensorLeaks]
    public void Staleness_of_softsync_is_about_n(int splits)
    {
        const int workers = 30,
            parts = 60_000;
        using var network = nn.Linear(3, 4);
        var layout = ParameterLayout.Of(network);
        var plan = new WorkPlan(parts, 1, 1, workers, new Softsync(splits));
        var rules = new BlockRules(plan, new Sgd { Momentum = 0 }, new ConstantRate(0.1), StalenessRemedy.None);
        using var none = new NoGradients();
        using var simulator = new Simulator(layout, rules, new float[16], none, new SimulationOptions(), seed: 1);

        var staleness = simulator.Run().Staleness;

        staleness.Total.Should().Be(parts);
        staleness.Mean.Should().BeApproximately(splits, 0.05 * splits + 0.2);
        staleness.ShareAbove(2 * splits).Should().BeLessThan(1e-4);
    }

    [Theory]
    [InlineData(false, 32)]
    [InlineData(false, ParameterLayout.DefaultBlockBytes / 1024)]
    [InlineData(true, 32)]
    [NoTensorLeaks]
    public void Synchronous_workers_give_the_bits_of_one_process(bool rmsProp, int blockKilobytes)
    {
        var options = new DistributedOptions { Policy = new Synchronous(), BlockBytes = blockKilobytes * 1024 };
        var training = Trainings.Perceptron(options, examples: 250, optimizer: rmsProp ? new RmsProp { WeightDecay = 1e-3 } : null);
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());

        var found = simulator.Run().Weights;

        found.Should().Equal(InOneProcess(training));
    }

    [Fact]
    [NoTensorLeaks]
    public void A_synchronous_part_that_was_lost_is_done_again_from_the_weights_of_its_round()
    {
        var options = new DistributedOptions { Policy = new Synchronous(), BlockBytes = 16 * 1024 };
        var training = Trainings.Perceptron(options);
        using var gradients = training.CreateGradients();
        var assumed = new SimulationOptions
        {
            // Its gradient is with some blocks, and not with all.
            Network = new TimeDistribution(0.5, 0.9),
            Losses = [new SimulatedLoss(2, 2.6, 9), new SimulatedLoss(1, 15.2, 40), new SimulatedLoss(0, 31)],
            Detection = 1,
        };
        using var simulator = Simulator.Of(training, gradients, assumed);

        var result = simulator.Run();

        result.BegunAgain.Should().BePositive();
        result.Weights.Should().Equal(InOneProcess(training));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [NoTensorLeaks]
    public void One_worker_gives_the_bits_of_the_trainer(bool batchNorm)
    {
        var options = new DistributedOptions { Workers = 1, BlockBytes = 32 * 1024 };
        var training = Trainings.Perceptron(options, examples: 250, batchNorm: batchNorm);
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());
        using var network = training.CreateNetwork();
        new Trainer(training.Recipe.Training with { StopWhen = [] }).Fit(network, training.Data, training.Input, training.Seed);

        simulator.Run().Weights.Should().Equal(Flat(network, training));
    }

    [Fact]
    [NoTensorLeaks]
    public void A_part_whose_round_is_over_before_its_weights_come_is_let_go()
    {
        var options = new DistributedOptions { Policy = UpdatePolicy.Parse("backup-2"), BlockBytes = 16 * 1024 };
        var training = Trainings.Perceptron(options, epochs: 4);
        using var gradients = training.CreateGradients();
        // Messages take longer than gradients, and some of them very long.
        var slow = new SimulationOptions { Compute = new TimeDistribution(0.01), Network = new TimeDistribution(1, 3) };
        using var simulator = Simulator.Of(training, gradients, slow);
        var result = simulator.Run();

        (result.Parts + result.Dropped).Should().Be(training.Plan.Parts);
        result.Dropped.Should().BePositive();
        result.Updates.Should().OnlyContain(u => u == (long)training.Plan.RoundsPerEpoch * training.Plan.Epochs);
    }

    [Theory]
    [InlineData("async", GradientFormat.Float32)]
    [InlineData("softsync-2", GradientFormat.BFloat16)]
    [InlineData("stale-1", GradientFormat.Float32)]
    [InlineData("backup-1", GradientFormat.Float32)]
    [NoTensorLeaks]
    public void A_recorded_schedule_gives_the_same_bits_again(string policy, GradientFormat format)
    {
        var options = new DistributedOptions
        {
            Policy = UpdatePolicy.Parse(policy),
            Format = format,
            Remedy = StalenessRemedy.DividedRate,
            BlockBytes = 16 * 1024,
        };
        var training = Trainings.Perceptron(options);
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions { KeepsRecord = true });
        var result = simulator.Run();

        var again = Replay.Run(training.Layout, training.Rules, training.Initial, gradients, [.. result.Record], format);

        again.Should().Equal(result.Weights);
        result.Blocks.Should().OnlyContain(b => b.Duplicates == 0);
    }

    [Theory]
    [InlineData("async")]
    [InlineData("stale-0")]
    [InlineData("softsync-2")]
    public void Every_part_is_done_once_whoever_is_lost(string policy)
    {
        var training = Trainings.Perceptron(new DistributedOptions { Policy = UpdatePolicy.Parse(policy) });
        using var gradients = training.CreateGradients();
        var losses = new[] { new SimulatedLoss(0, 3.3, 11), new SimulatedLoss(1, 4.2), new SimulatedLoss(3, 12.1, 30) };
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions { Losses = [.. losses] });

        var result = simulator.Run();

        result.Parts.Should().Be(training.Plan.Parts);
        result.Blocks.Should().OnlyContain(b => b.Taken == training.Plan.Parts);
        result.BegunAgain.Should().BePositive();
        result.SecondsLost.Should().BePositive();
    }

    [Fact]
    public void Backups_leave_out_the_slowest_and_count_them()
    {
        var training = Trainings.Perceptron(new DistributedOptions { Policy = new SynchronousWithBackups(1) });
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());

        var result = simulator.Run();

        // 30 parts an epoch: seven rounds of four, of which three are taken, and one of two.
        result.Dropped.Should().Be(2 * 7);
        result.Parts.Should().Be(2 * 23);
        result.Updates.Should().OnlyContain(u => u == 2 * 8);
        result.Blocks.Should().OnlyContain(b => b.Taken == 2 * 23);
    }

    [Fact]
    public void A_bound_of_staleness_lets_nobody_run_ahead()
    {
        var training = Trainings.Perceptron(new DistributedOptions { Policy = new StaleSynchronous(1) });
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions { Compute = new TimeDistribution(1, 2) });

        // Three others do at most the bound and one more each while a part is computed.
        simulator.Run().Staleness.Largest.Should().BeLessThanOrEqualTo(3 * 3);
    }

    [Fact]
    public void The_same_seed_gives_the_same_simulation()
    {
        SimulationResult Run()
        {
            var training = Trainings.Perceptron(new DistributedOptions(), epochs: 1);
            using var gradients = training.CreateGradients();
            using var simulator = Simulator.Of(training, gradients, new SimulationOptions());
            return simulator.Run();
        }

        var (first, second) = (Run(), Run());
        first.Seconds.Should().Be(second.Seconds);
        first.Weights.Should().Equal(second.Weights);
    }

    [Fact]
    public void Fifty_asynchronous_workers_fit_random_labels()
    {
        var options = new DistributedOptions { Workers = 50, Remedy = StalenessRemedy.DividedRate };
        var training = Trainings.Perceptron(
            options,
            examples: 200,
            epochs: 500,
            optimizer: new Sgd { Momentum = 0 },
            rate: 0.5,
            width: 256,
            randomLabels: true
        );
        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());
        var accuracy = 0.0;
        using var network = training.CreateNetwork();
        using var flat = new FlatNetwork(network, training.Layout);
        using var train = training.Input.Batches(training.Data.Train, training.Seed);

        simulator.Run(epoch =>
        {
            if (epoch.OnlineAccuracy < 0.9)
                return false;
            foreach (var block in training.Layout.Blocks)
                flat.Load(block, epoch.Weights.Span.Slice(block.First, block.Length));
            flat.Commit();
            accuracy = training.Evaluate(network, train).Accuracy;
            return accuracy == 1;
        });

        accuracy.Should().Be(1);
    }

    private static float[] InOneProcess(DistributedTraining training)
    {
        using var scope = NewDisposeScope();
        using var network = training.CreateNetwork();
        using var update = training.Rules.Optimizer.Create(network);
        using var batches = training.Input.Batches(training.Data.Train, training.Seed);
        var (parameters, plan) = (network.parameters().ToArray(), training.Plan);
        network.train();
        var step = 0;
        for (var epoch = 1; epoch <= plan.Epochs; epoch++)
            foreach (var round in batches.Epoch(epoch, plan.BatchSize).Chunk(plan.Workers))
            {
                var pass = new BackwardPass(network, training.Recipe.Training.Loss);
                var sums = parameters.Select(p => zeros_like(p)).ToArray();
                var all = 0.0;
                foreach (var (batch, number) in round.Select((b, i) => (b, i)))
                    using (batch)
                    {
                        pass.Compute(batch);
                        using var noGrad = no_grad();
                        var weight = (double)batch.Count / plan.BatchSize;
                        all += weight;
                        for (var p = 0; p < parameters.Length; p++)
                            if (number == 0)
                                sums[p].copy_(round.Length == 1 ? parameters[p].grad! : parameters[p].grad! * weight);
                            else
                                sums[p].add_(parameters[p].grad!, weight);
                    }

                using (no_grad())
                    for (var p = 0; p < parameters.Length; p++)
                        parameters[p].grad = round.Length == 1 ? sums[p] : sums[p] / all;
                update.Run(training.Rules.Schedule.At(step++));
            }

        return Flat(network, training);
    }

    private static float[] Flat(nn.Module network, DistributedTraining training)
    {
        using var flat = new FlatNetwork(network, training.Layout);
        var values = new float[training.Layout.Length];
        flat.ReadWeights(values);
        return values;
    }
}
