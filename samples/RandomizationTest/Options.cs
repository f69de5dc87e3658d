using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training.Schedules;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
    public static readonly Option<string> Dataset = OptionFactory.Choice(
        "--dataset",
        "What to train on",
        SampleDatasets.Names[0],
        SampleDatasets.Names
    );
    public static readonly Option<int?> Validation = OptionFactory.Optional<int>(
        "--validation",
        "How many training images are held out to choose an epoch by, corrupted as the others are (default: none)",
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<string> Model = OptionFactory.Choice("--model", "The network", "mlp-1x512", PaperModels.Cifar10Names);
    public static readonly Option<string[]> Corruption = OptionFactory.Choices(
        "--corruption",
        "Which transformations",
        PaperCorruptions.Names
    );
    public static readonly Option<double> Probability = TrainingOptionFactory.Probability();
    public static readonly Option<int> Repeat = OptionFactory.Value(
        "--repeat",
        "How many seeds, from --seed on",
        1,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<int> Epochs = OptionFactory.Value(
        "--epochs",
        "The most epochs; 0 trains nothing and still reports",
        150,
        n => n >= 0,
        "be at least 0"
    );
    public static readonly Option<int> TestEvery = TrainingOptionFactory.TestEvery();
    public static readonly Option<int> BatchSize = TrainingOptionFactory.BatchSize(128);
    public static readonly Option<double?> LearningRate = TrainingOptionFactory.LearningRate("the paper's for the model");
    public static readonly Option<double> Decay = OptionFactory.Value(
        "--decay",
        "What the learning rate is multiplied by",
        ExponentialDecay.PaperFactor,
        d => d is > 0 and <= 1,
        "lie in (0, 1]"
    );
    public static readonly Option<string> DecaySteps = OptionFactory.Value(
        "--decay-steps",
        "The steps between two decays; \"epoch\" for every epoch",
        $"{ExponentialDecay.PaperSteps}",
        s => s == "epoch" || StepsOf(s) >= 1,
        "be a number from 1 or \"epoch\""
    );
    public static readonly Option<double> Momentum = TrainingOptionFactory.Momentum(0.9);
    public static readonly Option<double> WeightDecay = TrainingOptionFactory.WeightDecay();
    public static readonly Option<string> WeightDecayOn = OptionFactory.Choice(
        "--weight-decay-on",
        "Which parameters decay, all or those of two dimensions and more",
        "all",
        "all",
        "weights"
    );
    public static readonly Option<string> Precision = TrainingOptionFactory.Precision();
    public static readonly Option<double> Dropout = TrainingOptionFactory.Dropout();
    public static readonly Option<AugmentationOptions> Augment = TrainingOptionFactory.Augment();
    public static readonly Option<bool> Save = TrainingOptionFactory.Save();
    public static readonly Option<string?> Load = new("--load") { Description = "A kept network, for --predict" };
    public static readonly Option<string[]> Predict = new("--predict")
    {
        Description = "Trains nothing and says which classes the network of --load gives these pictures, or folders of pictures",
        AllowMultipleArgumentsPerToken = true,
    };

    public static RootCommand Command()
    {
        var command = CommonOptions.Command(
            "Corrupts a data set in the paper's six ways, trains a network on each, and shows whether it learned or memorized.",
            Dataset,
            Model,
            Corruption,
            Probability,
            Repeat,
            Epochs,
            TestEvery,
            BatchSize,
            LearningRate,
            Decay,
            DecaySteps,
            Momentum,
            WeightDecay,
            WeightDecayOn,
            Precision,
            Dropout,
            Augment,
            Validation,
            Save,
            Load,
            Predict
        );
        command.Validators.Add(result =>
        {
            if ((result.GetResult(Load) is null) != (result.GetResult(Predict) is null))
                result.AddError("--load and --predict go together: a kept network and the pictures to show it.");
            Option[] used = [Load, Predict, CommonOptions.Device, CommonOptions.Quiet, CommonOptions.Doctor];
            if (
                result.GetResult(Load) is not null
                && command.Options.Except(used).FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } unused
            )
                result.AddError($"{unused.Name} is not used with --load, where nothing is trained; leave it out.");
            if (
                result.GetResult(Probability) is { Implicit: false }
                && result.GetResult(Corruption) is { Implicit: false } chosen
                && !chosen.Tokens.Any(t => t.Value.Contains("partial-labels", StringComparison.Ordinal))
            )
                result.AddError("--probability is for partial-labels, which --corruption does not name; leave it out.");
        });
        return command;
    }

    /// <summary>The trainings of this command line, each transformation under each seed.</summary>
    public static ImmutableArray<TrainingExperiment> Experiments(this ParseResult given) =>
        [
            .. from corruption in given.GetValue(Corruption)!
            from repeat in Enumerable.Range(0, given.GetValue(Repeat))
            select given.Experiment(corruption, given.GetValue(CommonOptions.Seed) + (ulong)repeat),
        ];

    /// <summary>How they are run.</summary>
    public static RunnerOptions RunnerOptions(this ParseResult given) =>
        new()
        {
            Device = given.TorchDevice(),
            KeepDetails = true,
            KeepNetworks = given.GetValue(Save),
        };

    /// <summary>One training of this command line.</summary>
    private static TrainingExperiment Experiment(this ParseResult given, string corruption, ulong seed) =>
        new()
        {
            Dataset = given.GetValue(Dataset)!,
            Train = given.GetValue(CommonOptions.Train),
            Test = given.GetValue(CommonOptions.Test),
            Validation = given.GetValue(Validation),
            Model = given.GetValue(Model)!,
            Corruption = corruption,
            Probability = corruption == "partial-labels" ? given.GetValue(Probability) : null,
            Seed = seed,
            Epochs = given.GetValue(Epochs),
            TestEvery = given.GetValue(TestEvery),
            BatchSize = given.GetValue(BatchSize),
            LearningRate = given.GetValue(LearningRate),
            Decay = given.GetValue(Decay),
            DecaySteps = StepsOf(given.GetValue(DecaySteps)!),
            Momentum = given.GetValue(Momentum),
            WeightDecay = given.GetValue(WeightDecay),
            WeightDecayOn = given.GetValue(WeightDecayOn)!,
            Precision = given.GetValue(Precision)!,
            Dropout = given.GetValue(Dropout),
            Augment = given.GetValue(Augment)!.ToString(),
        };

    private static int? StepsOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) ? steps : null;
}
