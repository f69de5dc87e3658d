using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.Audits;
using Generalization.Models;
using Generalization.Report.Audits;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
    public static readonly Option<string?> Dataset = new("--dataset")
    {
        Description =
            $"What to audit (default: {SampleDatasets.Names[0]} with planted labels, or image-folder where --data is given): "
            + string.Join(", ", SampleDatasets.Names),
    };
    public static readonly Option<string> Learner = OptionFactory.Choice(
        "--learner",
        "What is audited, a network or the kernel interpolant on pixels",
        "network",
        "network",
        "kernel"
    );
    public static readonly Option<string> Model = OptionFactory.Choice("--model", "The network", "mlp-1x512", PaperModels.Cifar10Names);
    public static readonly Option<int> Epochs = OptionFactory.Value(
        "--epochs",
        "The most epochs of a training, which ends before where all labels are fitted",
        40,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<double> Ridge = OptionFactory.Value(
        "--ridge",
        "λ of --learner kernel",
        0.0,
        r => r >= 0 && double.IsFinite(r),
        "be at least 0 and finite"
    );
    public static readonly Option<string> Tier = OptionFactory.Choice(
        "--tier",
        "How much is trained: once, some 45 times, or some 235 times",
        "medium",
        "quick",
        "medium",
        "full"
    );
    public static readonly Option<TimeSpan?> Budget = OptionFactory.Time(
        "--budget",
        "The time that it may take, for example 90s, 20m or 3h, in place of a tier"
    );
    public static readonly Option<string> Precision = TrainingOptionFactory.Precision();
    public static readonly Option<string> Judge = OptionFactory.Choice(
        "--judge",
        "Who looks for labels that look wrong: the learner itself, a kernel on Gabor features, or auto, the kernel up to 10,000 images",
        "auto",
        "auto",
        "self",
        "kernel"
    );
    public static readonly Option<double?> Planted = OptionFactory.Optional<double>(
        "--planted",
        "The share of training labels that are planted wrong, to see how many are found (default: 0.1 of the default data set, else 0)",
        p => p is >= 0 and <= 0.5,
        "lie in [0, 0.5]"
    );
    public static readonly Option<string?> Probabilities = new("--probabilities")
    {
        Description = "Any model's probabilities out of sample, .npy or CSV, in place of a learner and data",
    };
    public static readonly Option<string?> Labels = new("--labels")
    {
        Description = "Their labels, .npy or CSV (default: the last column of a CSV of probabilities)",
    };
    public static readonly Option<string?> Store = new("--store")
    {
        Description =
            "A store where trainings are kept as they are made; the same command with another --out goes on from it (default: the "
            + "folder of --out)",
    };
    public static readonly Option<int> AtOnce = OptionFactory.Value(
        "--at-once",
        "Trainings on subsets that go side by side",
        Math.Max(1, Environment.ProcessorCount),
        n => n is >= 1 and <= 1024,
        "lie in [1, 1024]"
    );

    public static RootCommand Command()
    {
        var command = CommonOptions.Command(
            "Audits a model: what it can memorize, what it did memorize, which labels look wrong, and what that costs on new data.",
            Dataset,
            Learner,
            Model,
            Epochs,
            Precision,
            Ridge,
            Tier,
            Budget,
            Judge,
            Planted,
            Probabilities,
            Labels,
            Store,
            AtOnce
        );
        Dataset.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !SampleDatasets.Names.Contains(result.Tokens[0].Value))
                result.AddError($"--dataset must be one of {string.Join(", ", SampleDatasets.Names)}, but was {result.Tokens[0].Value}.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(Labels) is not null && result.GetResult(Probabilities) is null)
                result.AddError("--labels go with --probabilities: the labels of the same examples.");
            if (result.GetResult(Probabilities) is not null)
            {
                Option[] used =
                [
                    Probabilities,
                    Labels,
                    CommonOptions.Seed,
                    CommonOptions.Out,
                    CommonOptions.Json,
                    CommonOptions.Quiet,
                    CommonOptions.Doctor,
                ];
                if (command.Options.Except(used).FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } extra)
                    result.AddError($"{extra.Name} is not used with --probabilities, where nothing is trained; leave it out.");
                return;
            }

            // A validator sees no default.
            var learner = result.GetValue(Learner) is { Length: > 0 } given ? given : "network";
            Option[] unused = learner == "kernel" ? [Model, Epochs, Precision] : [Ridge];
            if (unused.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } option)
                result.AddError($"{option.Name} is not used by --learner {learner}; leave it out.");
            if (result.GetResult(Budget) is { Implicit: false } && result.GetResult(Tier) is { Implicit: false })
                result.AddError("--budget takes the place of --tier; leave one of the two out.");
        });
        return command;
    }

    /// <summary>The data set's name.</summary>
    public static string DatasetName(this ParseResult given) =>
        given.GetValue(Dataset) ?? (given.GetValue(CommonOptions.Data) is null ? SampleDatasets.Names[0] : "image-folder");

    /// <summary>The share of labels that are planted wrong.</summary>
    public static double PlantedShare(this ParseResult given) =>
        given.GetValue(Planted) ?? (given.DatasetName() == SampleDatasets.Names[0] ? 0.1 : 0);

    /// <summary>Whether probabilities are audited, and no learner.</summary>
    public static bool HasTable(this ParseResult given) => given.GetValue(Probabilities) is not null;

    /// <summary>The audit of this command line.</summary>
    public static AuditExperiment Experiment(this ParseResult given) =>
        new()
        {
            Dataset = given.DatasetName(),
            Train = given.GetValue(CommonOptions.Train),
            Test = given.GetValue(CommonOptions.Test),
            Planted = given.PlantedShare(),
            Learner = given.GetValue(Learner)!,
            Model = given.GetValue(Model)!,
            Epochs = given.GetValue(Epochs),
            Precision = given.GetValue(Precision)!,
            Ridge = given.GetValue(Ridge),
            Judge = given.GetValue(Judge)!,
            Tier = given.GetValue(Tier)!,
            Budget = given.GetValue(Budget)?.TotalSeconds,
            Seed = given.GetValue(CommonOptions.Seed),
        };

    /// <summary>How it is run: the page of each audit is written where its run is.</summary>
    public static RunnerOptions RunnerOptions(this ParseResult given) =>
        new()
        {
            Device = given.TorchDevice(),
            AtOnce = given.GetValue(AtOnce),
            Listener = new AuditPages(),
        };
}
