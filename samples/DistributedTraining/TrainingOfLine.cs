using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Distributed;
using Generalization.Distributed.Results;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Inputs;
using Generalization.Training;
using Generalization.Training.Schedules;

namespace Generalization.Samples;

/// <summary>What a command line asks for: the experiment, its data, and the training that every process makes of them.</summary>
internal static class TrainingOfLine
{
    public const string Convolutions = "convolutions-90k";

    private static readonly ExperimentCatalog Networks = ExperimentCatalog.Paper().WithConvolutions();

    /// <summary>The same with the network of about 90,000 parameters, which sees whole images and not the paper's crop.</summary>
    public static ExperimentCatalog WithConvolutions(this ExperimentCatalog catalog) =>
        catalog.With(
            new CatalogModel(
                Convolutions,
                new TrainingOptions(new ConstantRate(1)),
                (shape, k, seed, _) => new PooledConvolutions(shape, k, seed)
            )
            {
                Input = new InputPipeline(new PerImageStandardization()),
            }
        );

    /// <summary>The experiment.</summary>
    public static DistributedExperiment Experiment(this ParseResult given)
    {
        var corruption = given.GetValue(Options.Corruption)!;
        var all = new DistributedExperiment
        {
            Dataset = given.GetValue(Options.Dataset)!,
            Model = given.GetValue(Options.Model)!,
            Train = given.GetValue(CommonOptions.Train),
            Test = given.GetValue(CommonOptions.Test),
            Corruption = corruption,
            Probability = corruption == "partial-labels" ? given.GetValue(Options.Probability) : null,
            Seed = given.GetValue(CommonOptions.Seed),
            Epochs = given.GetValue(Options.Epochs),
            BatchSize = given.GetValue(Options.BatchSize),
            LearningRate = given.GetValue(Options.LearningRate),
            Momentum = given.GetValue(Options.Momentum),
            Workers = given.GetValue(Options.Simulate) ?? given.GetValue(Options.Workers),
            Policy = given.GetValue(Options.Policy)!.Describe(),
            Remedy = given.GetValue(Options.Remedy)!,
            Gradients = given.GetValue(Options.Format)!,
            BlockKib = given.GetValue(Options.BlockKilobytes),
        };
        return given.GetValue(Options.Simulate) is null
            ? all with
            {
                Engine = "cluster",
            }
            : all with
            {
                ComputeSeconds = given.GetValue(Options.ComputeSeconds),
                ComputeVariation = given.GetValue(Options.ComputeVariation),
                NetworkSeconds = given.GetValue(Options.NetworkSeconds),
                NetworkVariation = given.GetValue(Options.NetworkVariation),
            };
    }

    /// <summary>Refuses what cannot go together, before anything is read or written.</summary>
    public static void Check(this ParseResult given) => SampleApplication.Check(Networks, given.Experiment());

    /// <summary>What an engine gave, with what this line did to the data.</summary>
    public static DistributedRun WithCorruption(this ParseResult given, DistributedRun run) =>
        given.Experiment().WithCorruption(run, Networks);

    /// <summary>The data, with what is done to them: those of one machine.</summary>
    public static TrainTestData TrainingData(this ParseResult given, CancellationToken token)
    {
        var experiment = given.Experiment();
        return experiment.DataOf(given.LoadWhole(experiment.Dataset, token), Networks, token);
    }

    /// <summary>The training, the same in every process that is given the same line.</summary>
    public static DistributedTraining Training(this ParseResult given, TrainTestData data) => given.Experiment().Training(data);

    /// <inheritdoc cref="Training(ParseResult, TrainTestData)"/>
    public static DistributedTraining Training(this DistributedExperiment experiment, TrainTestData data) =>
        experiment.TrainingOf(data, Networks);
}
