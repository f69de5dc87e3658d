using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Generalization.Distributed;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Tests.Support;
using Generalization.Training.Updates;

namespace Generalization.Tests.Simulation;

public class SimulationEngineTests
{
    private static readonly DistributedOptions Options = new()
    {
        Workers = 6,
        Policy = new Softsync(2),
        BlockBytes = 16 << 10,
    };

    [Fact]
    public void Its_numbers_are_those_of_the_simulator_that_is_run_directly()
    {
        var training = Trainings.Perceptron(Options);
        var heard = new List<DistributedEpoch>();
        var run = new SimulationEngine(new SimulationOptions()).Train(training, heard.Add);

        using var gradients = training.CreateGradients();
        using var simulator = Simulator.Of(training, gradients, new SimulationOptions());
        var epochs = new List<SimulatedEpoch>();
        var direct = simulator.Run(e =>
        {
            epochs.Add(e with { Weights = default });
            return false;
        });

        run.Epochs.Should().Equal(heard);
        run.Epochs.Select(e => (e.Epoch, e.Seconds, e.OnlineLoss, e.OnlineAccuracy, e.MeanStaleness, e.Updates))
            .Should()
            .Equal(epochs.Select(e => (e.Epoch, e.Seconds, e.OnlineLoss, e.OnlineAccuracy, e.MeanStaleness, (long?)e.Updates)));
        (run.Seconds, run.Parts, run.BytesPulled, run.BytesPushed, run.HasDiverged)
            .Should()
            .Be((direct.Seconds, direct.Parts, direct.BytesPulled, direct.BytesPushed, false));
        run.Staleness.Should().HaveCount(direct.Blocks.Length).And.HaveCountGreaterThan(1);
        run.Staleness[1][3].Should().Equal(direct.Blocks[1].Staleness[3].Values.ToArray());
        run.Updates.Should().Be(direct.Updates[0]);
        run.WeightsHash.Should().Be(Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(direct.Weights.AsSpan()))));
        (run.Policy, run.Remedy, run.Gradients, run.LearningRate, run.IsSimulated)
            .Should()
            .Be(("softsync-2", "none", "float32", 0.05, true));
        run.Epochs[^1].TrainAccuracy.Should().NotBeNull("the last epoch is evaluated on both sets");
    }

    [Fact]
    public void It_ends_when_the_training_set_is_fitted()
    {
        var run = new SimulationEngine(new SimulationOptions()).Train(
            Trainings.Perceptron(
                new DistributedOptions { Workers = 2, Policy = new Synchronous() },
                examples: 16,
                epochs: 400,
                optimizer: new Sgd { Momentum = 0 }
            )
        );
        run.Epochs.Should().HaveCountLessThan(400);
        run.Epochs[^1].TrainAccuracy.Should().Be(1);
        run.Epochs[..^1].Should().OnlyContain(e => e.TrainAccuracy != 1);
    }

    [Fact]
    public void It_stops_where_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        var engine = new SimulationEngine(new SimulationOptions());
        new Action(() => engine.Train(Trainings.Perceptron(Options, epochs: 50), _ => stop.Cancel(), stop.Token))
            .Should()
            .Throw<OperationCanceledException>();
    }
}
