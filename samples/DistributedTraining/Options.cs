using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Distributed;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Simulation;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.History;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
    private const string Convolutions = "convolutions-90k";

    public static readonly Option<int?> Simulate = OptionFactory.Optional<int>(
        "--simulate",
        "So many workers in event time, in this process",
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<int> Workers = OptionFactory.Value(
        "--workers",
        "So many workers, each a process of its own",
        4,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<bool> Compare = new("--compare")
    {
        Description =
            "With --simulate N: looks for the largest rate, halving from --learning-rate, at which synchronous workers train, and shows "
            + "N-softsync at that rate without and with the rate divided by staleness",
    };
    public static readonly Option<int> TrialEpochs = OptionFactory.Value(
        "--trial-epochs",
        "With --compare: the epochs after which a rate trains or does not",
        3,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<UpdatePolicy> Policy = OptionFactory.Parsed<UpdatePolicy>(
        "--policy",
        "When gradients become updates: async, softsync-N, stale-N, sync or backup-N",
        new Asynchronous(),
        UpdatePolicy.Parse
    );
    public static readonly Option<string> Remedy = OptionFactory.Choice(
        "--remedy",
        "What is done about staleness",
        "none",
        "none",
        "divided-rate"
    );
    public static readonly Option<string> Format = OptionFactory.Choice(
        "--gradients",
        "What gradients are sent as",
        "float32",
        "float32",
        "bfloat16"
    );
    public static readonly Option<string> Dataset = OptionFactory.Choice(
        "--dataset",
        "What to train on",
        SampleDatasets.Names[0],
        SampleDatasets.Names
    );
    public static readonly Option<string> Model = OptionFactory.Choice(
        "--model",
        "The network",
        "mlp-1x512",
        [.. PaperModels.Names, Convolutions]
    );
    public static readonly Option<string> Corruption = OptionFactory.Choice(
        "--corruption",
        "Which labels",
        "true-labels",
        "true-labels",
        "random-labels"
    );
    public static readonly Option<int> Epochs = OptionFactory.Value("--epochs", "The most epochs", 5, n => n >= 1, "be at least 1");
    public static readonly Option<int> BatchSize = TrainingOptionFactory.BatchSize(16, "Examples of a part");
    public static readonly Option<double> LearningRate = OptionFactory.Value(
        "--learning-rate",
        "The learning rate",
        0.02,
        r => r > 0 && double.IsFinite(r),
        "be positive and finite"
    );
    public static readonly Option<double> Momentum = TrainingOptionFactory.Momentum(0, "Momentum; staleness acts like more of it");
    public static readonly Option<int> BlockKilobytes = OptionFactory.Value(
        "--block-kib",
        "The most KiB of parameters in a block",
        ParameterLayout.DefaultBlockBytes / 1024,
        k => k is >= 1 and <= ParameterLayout.MostBlockBytes / 1024,
        $"lie in [1, {ParameterLayout.MostBlockBytes / 1024}]"
    );
    public static readonly Option<double> ComputeVariation = OptionFactory.Value(
        "--compute-variation",
        "With --simulate: the coefficient of variation of a gradient's time, whose mean is 1 s",
        0.2,
        v => v >= 0 && double.IsFinite(v),
        "be at least 0"
    );
    public static readonly Option<double> NetworkSeconds = OptionFactory.Value(
        "--network-seconds",
        "With --simulate: the mean time of a message in one direction",
        0.01,
        s => s > 0 && double.IsFinite(s),
        "be positive"
    );

    public static RootCommand Command(params Option[] others)
    {
        var command = CommonOptions.Command(
            "Trains by many workers: a cluster of processes on this machine, or a simulation in event time.",
            [
                Simulate,
                Workers,
                Compare,
                TrialEpochs,
                Policy,
                Remedy,
                Format,
                Dataset,
                Model,
                Corruption,
                Epochs,
                BatchSize,
                LearningRate,
                Momentum,
                BlockKilobytes,
                ComputeVariation,
                NetworkSeconds,
                .. others,
            ]
        );
        command.Validators.Add(result =>
        {
            if (result.GetResult(Compare) is not null && result.GetResult(Simulate) is null)
                result.AddError("--compare needs --simulate: so many workers in event time.");
            if (result.GetValue(CommonOptions.Device) == "cuda")
                result.AddError("--device must be cpu here, since workers compute on processors; leave it out.");
        });
        return command;
    }

    /// <summary>How many workers there are meant to be.</summary>
    public static int WorkerCount(this ParseResult given) => given.GetValue(Simulate) ?? given.GetValue(Workers);

    /// <summary>The data, with the labels that are asked for: those of one machine.</summary>
    public static TrainTestData TrainingData(this ParseResult given, CancellationToken token)
    {
        var data = given.LoadData(given.GetValue(Dataset)!, token);
        return given.GetValue(Corruption) == "random-labels"
            ? data.Corrupt(new UniformLabelNoise(1), given.GetValue(CommonOptions.Seed))
            : data;
    }

    /// <summary>The training of this command line, the same in every process that is given it.</summary>
    public static DistributedTraining Training(
        this ParseResult given,
        TrainTestData data,
        UpdatePolicy? policy = null,
        StalenessRemedy? remedy = null,
        double? rate = null,
        int? epochs = null
    )
    {
        var name = given.GetValue(Model)!;
        var training = new TrainingOptions(new ConstantRate(rate ?? given.GetValue(LearningRate)))
        {
            BatchSize = given.GetValue(BatchSize),
            Epochs = epochs ?? given.GetValue(Epochs),
            Optimizer = new Sgd { Momentum = given.GetValue(Momentum) },
            StopWhen = [],
        };
        var recipe =
            name == Convolutions
                ? new NetworkRecipe(name, (shape, k, seed) => new PooledConvolutions(shape, k, seed), training)
                : PaperModels.Named(name).ToRecipe() with
                {
                    Training = training with { Layout = PaperModels.Named(name).Training.Layout },
                };
        return new DistributedTraining(
            recipe,
            data,
            InputOf(given.GetValue(Dataset)!, name),
            given.GetValue(CommonOptions.Seed),
            new DistributedOptions
            {
                Workers = given.WorkerCount(),
                Policy = policy ?? given.GetValue(Policy)!,
                Remedy = remedy ?? (given.GetValue(Remedy) == "none" ? StalenessRemedy.None : StalenessRemedy.DividedRate),
                Format = given.GetValue(Format) == "float32" ? GradientFormat.Float32 : GradientFormat.BFloat16,
                BlockBytes = given.GetValue(BlockKilobytes) * 1024,
            }
        );
    }

    /// <summary>What the simulation assumes.</summary>
    public static SimulationOptions Assumed(this ParseResult given) =>
        new()
        {
            Compute = new TimeDistribution(1, given.GetValue(ComputeVariation)),
            Network = new TimeDistribution(given.GetValue(NetworkSeconds)),
        };

    // The paper's crop for CIFAR-10, but for the network that sees whole images.
    private static InputPipeline InputOf(string dataset, string model) =>
        dataset == "cifar10" && model != Convolutions ? InputPipeline.Cifar10 : new InputPipeline(new PerImageStandardization());
}
