using Generalization.Corruption;
using Generalization.Data;
using Generalization.Distributed;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Inputs;
using Generalization.Training;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Experiments.Kinds.DistributedTrainings;

public sealed partial record DistributedExperiment
{
    // The paper's crop is for these images alone.
    private const string Cropped = "cifar10";

    /// <summary>The data set as it is trained on. Pictures that show another part of themselves in each epoch are seen as in evaluation,
    /// since there is no augmentation.</summary>
    /// <param name="data">The whole data set.</param>
    /// <param name="catalog">What the corruption's name stands for.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are fewer images than asked for, partial-labels has no probability, another corruption has
    /// one, or the name is unknown.</exception>
    public TrainTestData DataOf(TrainTestData data, ExperimentCatalog catalog, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(catalog);
        PartialLabels.Check(Corruption, Probability);
        var taken = data.Take(Train, Test);
        return StillPixels.Of(Corruption == "true-labels" ? taken : taken.Corrupt(CorruptionOf(catalog), Seed, token));
    }

    /// <summary>The training, the same in every process that makes it from an equal experiment and equal data.</summary>
    /// <param name="data">The data set as it is trained on, of <see cref="DataOf"/>.</param>
    /// <param name="catalog">What the network's name stands for: it has its own loss, layout and inputs.</param>
    /// <exception cref="ArgumentException">The policy needs more workers, or the network is unknown or has nothing to train.</exception>
    public DistributedTraining TrainingOf(TrainTestData data, ExperimentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var model = catalog.Model(Model);
        var training = model.Training with
        {
            Schedule = new ConstantRate(LearningRate),
            BatchSize = BatchSize,
            Epochs = Epochs,
            Optimizer = new Sgd { Momentum = Momentum },
            StopWhen = [],
            // Blocks keep none.
            WeightAverage = null,
        };
        return new DistributedTraining(
            new NetworkRecipe(model.Name, (shape, outputs, seed) => model.Create(shape, outputs, seed, 0), training),
            data,
            Input is null ? model.Input ?? UsualInput ?? catalog.Input : catalog.InputOf(Input),
            Seed,
            new DistributedOptions
            {
                Workers = Workers,
                Policy = UpdatePolicy.Parse(Policy),
                Remedy = Remedy == "none" ? StalenessRemedy.None : StalenessRemedy.DividedRate,
                Format = Gradients == "float32" ? GradientFormat.Float32 : GradientFormat.BFloat16,
                BlockBytes = BlockKib * 1024,
            }
        );
    }

    /// <summary>The inputs where neither it nor its model names any; null for the catalog's.</summary>
    internal InputPipeline? UsualInput => Dataset == Cropped ? null : new InputPipeline(new PerImageStandardization());

    /// <summary>What an engine gave for it, with what was done to the data, which no engine knows.</summary>
    /// <param name="run">What the engine gave.</param>
    /// <param name="catalog">What the corruption's name stands for.</param>
    /// <exception cref="ArgumentException">The corruption's name is unknown.</exception>
    public DistributedRun WithCorruption(DistributedRun run, ExperimentCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(catalog);
        var corruption = CorruptionOf(catalog);
        return run with { Corruption = corruption.Name, CorruptionProbability = corruption.LabelProbability };
    }

    /// <summary>What a simulation of it assumes.</summary>
    public SimulationOptions Assumed() =>
        new()
        {
            Compute = new TimeDistribution(ComputeSeconds, ComputeVariation),
            Network = new TimeDistribution(NetworkSeconds, NetworkVariation),
        };

    /// <summary>Refuses what cannot be, before the data are read.</summary>
    internal void CheckTogether()
    {
        PartialLabels.Check(Corruption, Probability);
        UpdatePolicy.Parse(Policy).Check(Workers);
        var usual = DistributedKind.Usual;
        string? said =
            Engine == Simulation ? null
            : ComputeSeconds != usual.ComputeSeconds ? nameof(ComputeSeconds)
            : ComputeVariation != usual.ComputeVariation ? nameof(ComputeVariation)
            : NetworkSeconds != usual.NetworkSeconds ? nameof(NetworkSeconds)
            : NetworkVariation != usual.NetworkVariation ? nameof(NetworkVariation)
            : null;
        if (said is not null)
            throw new ArgumentException(
                $"{char.ToLowerInvariant(said[0])}{said[1..]} must be left out where it would not be used, but it was given and the engine "
                    + "is a cluster, whose times are real; leave one of the two out."
            );
    }

    // The paper's names stay the paper's.
    internal DatasetCorruption CorruptionOf(ExperimentCatalog catalog) =>
        PaperCorruptions.Names.Contains(Corruption)
            ? PaperCorruptions.Named(Corruption, Probability ?? 0.5)
            : catalog.Corruption(Corruption);
}
