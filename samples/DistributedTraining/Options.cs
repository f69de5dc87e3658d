using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Policies;
using Generalization.Models;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
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
        [.. PaperModels.Names, TrainingOfLine.Convolutions]
    );
    public static readonly Option<string> Corruption = OptionFactory.Choice(
        "--corruption",
        "What is done to the training data",
        "true-labels",
        [.. PaperCorruptions.Names]
    );
    public static readonly Option<double> Probability = TrainingOptionFactory.Probability();
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
    public static readonly Option<double> ComputeSeconds = OptionFactory.Value(
        "--compute-seconds",
        "With --simulate: the mean time of a part's gradient",
        1.0,
        s => s > 0 && double.IsFinite(s),
        "be positive"
    );
    public static readonly Option<double> ComputeVariation = OptionFactory.Value(
        "--compute-variation",
        "With --simulate: that time's coefficient of variation",
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
    public static readonly Option<double> NetworkVariation = OptionFactory.Value(
        "--network-variation",
        "With --simulate: that time's coefficient of variation",
        0.2,
        v => v >= 0 && double.IsFinite(v),
        "be at least 0"
    );
    public static readonly Option<string?> Store = new("--store")
    {
        Description =
            "A store of experiments, such as that of PaperTables, where the finished training is kept; one that it has already is not made "
            + "again (default: none)",
    };

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
                Probability,
                Epochs,
                BatchSize,
                LearningRate,
                Momentum,
                BlockKilobytes,
                ComputeSeconds,
                ComputeVariation,
                NetworkSeconds,
                NetworkVariation,
                Store,
                .. others,
            ]
        );
        command.Validators.Add(result =>
        {
            if (result.GetResult(Compare) is not null && result.GetResult(Simulate) is null)
                result.AddError("--compare needs --simulate: so many workers in event time.");
            Option[] ofClusters =
            [
                Workers,
                ClusterOptions.Silos,
                ClusterOptions.Chaos,
                ClusterOptions.Checkpoints,
                ClusterOptions.Redis,
                ClusterOptions.Secret,
                ClusterOptions.Role,
                ClusterOptions.Transfer,
            ];
            if (
                result.GetResult(Simulate) is not null
                && ofClusters.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } real
            )
                result.AddError($"{real.Name} is for a cluster, and --simulate is none; leave one of the two out.");
            Option[] ofSimulations = [ComputeSeconds, ComputeVariation, NetworkSeconds, NetworkVariation];
            if (
                result.GetResult(Simulate) is null
                && ofSimulations.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } assumed
            )
                result.AddError($"{assumed.Name} is for --simulate, and the times of a cluster are real; leave one of the two out.");
            Option[] ofOneTraining = [Policy, Remedy, CommonOptions.Json];
            if (
                result.GetResult(Compare) is not null
                && ofOneTraining.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } single
            )
                result.AddError($"{single.Name} is for one training, and --compare makes several of its own; leave one of the two out.");
            if (result.GetResult(Probability) is { Implicit: false } && result.GetValue(Corruption) != "partial-labels")
                result.AddError("--probability is for partial-labels, which --corruption does not name; leave it out.");
            if (result.GetResult(TrialEpochs) is { Implicit: false } && result.GetResult(Compare) is null)
                result.AddError("--trial-epochs is for --compare; leave it out.");
            if (result.GetResult(Store) is { Implicit: false } && result.GetResult(Compare) is { Implicit: false })
                result.AddError("--store keeps one training, and --compare makes several; leave one of the two out.");
            if (
                result.GetResult(Store) is { Implicit: false }
                && (
                    result.GetResult(ClusterOptions.Transfer) is { Implicit: false }
                    || result.GetValue(ClusterOptions.Role) is "silo" or "worker"
                )
            )
                result.AddError("--store is for who starts a training or watches one; leave it out for other members and --transfer.");
            Option[] ofMembers =
            [
                ClusterOptions.Number,
                ClusterOptions.Port,
                ClusterOptions.Gateway,
                ClusterOptions.Gateways,
                ClusterOptions.Primary,
            ];
            if (
                result.GetValue(ClusterOptions.Role) is null or "all"
                && ofMembers.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } option
            )
                result.AddError($"{option.Name} is for --role silo, worker or watch; a cluster on this machine chooses it by itself.");
            if (result.GetValue(CommonOptions.Device) == "cuda")
                result.AddError("--device must be cpu here, since workers compute on processors; leave it out.");
        });
        return command;
    }
}
