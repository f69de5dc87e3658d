using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Results;

namespace Generalization.Distributed.Simulation;

/// <summary>Trains in event time, in this process, and evaluates each epoch.</summary>
/// <remarks>It keeps nothing in a folder: a simulation that was stopped begins again. The same seed gives the same run and, with as many
/// threads of libtorch, the same bits. It ends when the training set is fitted.</remarks>
/// <param name="options">What is assumed.</param>
public sealed class SimulationEngine(SimulationOptions options) : IDistributedEngine
{
    private readonly SimulationOptions options = options ?? throw new ArgumentNullException(nameof(options));

    /// <inheritdoc/>
    public DistributedRun Train(
        DistributedTraining training,
        string folder,
        Action<DistributedEpoch>? epochDone = null,
        CancellationToken token = default
    ) => Train(training, epochDone, token);

    /// <inheritdoc cref="Train(DistributedTraining, string, Action{DistributedEpoch}, CancellationToken)"/>
    public DistributedRun Train(DistributedTraining training, Action<DistributedEpoch>? epochDone = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        var epochs = ImmutableArray.CreateBuilder<DistributedEpoch>();
        using var gradients = training.CreateGradients();
        using var evaluated = new EvaluatedNetwork(training);
        using var simulator = Simulator.Of(training, gradients, options);
        var result = simulator.Run(
            epoch =>
            {
                var done = evaluated.Of(epoch, token);
                epochs.Add(done);
                epochDone?.Invoke(done);
                return done.TrainAccuracy == 1;
            },
            token
        );
        return Of(training, result, epochs.ToImmutable());
    }

    private static DistributedRun Of(DistributedTraining training, SimulationResult result, ImmutableArray<DistributedEpoch> epochs) =>
        new()
        {
            Model = training.Recipe.Name,
            Dataset = training.Data.Train.Name,
            TrainCount = training.Data.Train.Count,
            TestCount = training.Data.Test.Count,
            Workers = training.Plan.Workers,
            Policy = training.Plan.Policy.Describe(),
            Remedy = training.Options.Remedy == StalenessRemedy.DividedRate ? "divided-rate" : "none",
            Gradients = training.Options.Format == GradientFormat.BFloat16 ? "bfloat16" : "float32",
            Parameters = training.Layout.Length,
            BatchSize = training.Plan.BatchSize,
            LearningRate = training.Rules.Schedule.At(0),
            Seed = training.Seed,
            IsSimulated = true,
            HasDiverged = result.HasDiverged,
            Epochs = epochs,
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
            Updates = result.Updates[0],
            WeightsHash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(result.Weights.AsSpan()))),
        };
}
