using System.Collections.Immutable;
using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Distributed;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Distributed.Workers;
using Generalization.Inputs;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Samples;

/// <summary>One simulation with its evaluations.</summary>
internal sealed class SimulatedRun : IDisposable
{
    private readonly DistributedTraining training;
    private readonly PartGradients gradients;
    private readonly IBatchSource train,
        test;
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly FlatNetwork flat;

    public SimulatedRun(DistributedTraining training)
    {
        this.training = training;
        gradients = training.CreateGradients();
        network = training.CreateNetwork();
        flat = new FlatNetwork(network, training.Layout);
        train = training.InLayout(training.Input.Batches(training.Data.Train, training.Seed));
        test = training.InLayout(training.Input.Batches(training.Data.Test, training.Seed));
    }

    public (SimulationResult Result, ImmutableArray<EvaluatedEpoch> Epochs) Run(
        SimulationOptions options,
        Action<EvaluatedEpoch> told,
        CancellationToken token
    )
    {
        var epochs = ImmutableArray.CreateBuilder<EvaluatedEpoch>();
        using var simulator = Simulator.Of(training, gradients, options);
        var result = simulator.Run(
            epoch =>
            {
                var evaluated = Evaluate(epoch, token);
                epochs.Add(evaluated);
                told(evaluated);
                return evaluated.Train?.Accuracy == 1;
            },
            token
        );
        return (result, epochs.ToImmutable());
    }

    public DistributedRun Run(ParseResult given, CancellationToken token)
    {
        var quiet = given.GetValue(CommonOptions.Quiet);
        var (result, epochs) = Run(
            given.Assumed(),
            epoch =>
            {
                if (!quiet)
                    Console.WriteLine(epoch.Line);
            },
            token
        );
        return new DistributedRun
        {
            Model = training.Recipe.Name,
            Dataset = training.Data.Train.Name,
            TrainCount = training.Data.Train.Count,
            Workers = training.Plan.Workers,
            Policy = training.Plan.Policy.Describe(),
            Remedy = given.GetValue(Options.Remedy)!,
            Gradients = given.GetValue(Options.Format)!,
            Parameters = training.Layout.Length,
            BatchSize = training.Plan.BatchSize,
            LearningRate = given.GetValue(Options.LearningRate),
            Seed = training.Seed,
            IsSimulated = true,
            HasDiverged = result.HasDiverged,
            Epochs = [.. epochs.Select(e => e.ToResult())],
            Staleness =
            [
                .. result.Blocks.Select(b =>
                    b.Staleness.ToImmutableSortedDictionary(s => s.Key, s => s.Value.Values.ToArray().ToImmutableArray())
                ),
            ],
            Seconds = result.Seconds,
            Parts = result.Parts,
            PartsDropped = result.Dropped,
            PartsBegunAgain = result.BegunAgain,
            PartsLost = 0,
            TimesBack = 0,
            SecondsLost = result.SecondsLost,
            BytesPulled = result.BytesPulled,
            BytesPushed = result.BytesPushed,
        };
    }

    public void Dispose()
    {
        flat.Dispose();
        network.Dispose();
        train.Dispose();
        test.Dispose();
        gradients.Dispose();
    }

    private EvaluatedEpoch Evaluate(SimulatedEpoch epoch, CancellationToken token)
    {
        foreach (var block in training.Layout.Blocks)
            flat.Load(block, epoch.Weights.Span.Slice(block.First, block.Length));
        flat.Commit();
        var options = training.Recipe.Training;
        // As the trainer does: a training set that is far from fitted is not gone through again.
        var isNear = epoch.OnlineAccuracy >= options.EvaluateTrainingFrom || epoch.Epoch == training.Plan.Epochs;
        Evaluation? fit = isNear ? NetworkEvaluation.Of(network, train, options, token) : null;
        return new EvaluatedEpoch(
            epoch.Epoch,
            epoch.Seconds,
            epoch.Updates,
            epoch.OnlineLoss,
            epoch.OnlineAccuracy,
            epoch.MeanStaleness,
            fit,
            NetworkEvaluation.Of(network, test, options, token)
        );
    }
}
