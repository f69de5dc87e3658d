using System.Collections.Immutable;
using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Imaging.ImageNet;
using Generalization.Imaging.Indexing;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Models.ImageNet;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
    // Small enough for minutes on two processors.
    private const int SmallClasses = 4,
        SmallPictures = 40,
        SmallEpochs = 40,
        PublishedEpochs = 100;
    private const double SmallRate = 0.01;

    public static readonly Option<string> Model = OptionFactory.Choice(
        "--model",
        "The network",
        PaperModels.ImageNet.Name,
        PaperModels.ImageNet.Name
    );
    public static readonly Option<string[]> Corruption = OptionFactory.Choices(
        "--corruption",
        "Which transformations",
        ["true-labels"],
        PaperCorruptions.Names
    );
    public static readonly Option<double> Probability = OptionFactory.Value(
        "--probability",
        "The share of labels drawn anew in partial-labels",
        0.5,
        p => p is >= 0 and <= 1,
        "lie in [0, 1]"
    );
    public static readonly Option<int?> Size = OptionFactory.Optional<int>(
        "--size",
        $"Rows and columns of an input (default: {InceptionV3.PublishedSize}, and {ImageNetDatasets.SmallSize} without --data)",
        s => s >= InceptionV3.SmallestSize,
        $"be at least {InceptionV3.SmallestSize}"
    );
    public static readonly Option<int> Classes = OptionFactory.Value(
        "--classes",
        "Classes of the small ImageNet that is made without --data",
        SmallClasses,
        c => c is >= 2 and <= 1000,
        "lie in [2, 1000]"
    );
    public static readonly Option<int> Pictures = OptionFactory.Value(
        "--pictures",
        "Training pictures of each of its classes",
        SmallPictures,
        p => p is >= 1 and <= 100_000,
        "lie in [1, 100000]"
    );
    public static readonly Option<int?> Epochs = OptionFactory.Optional<int>(
        "--epochs",
        $"The most epochs; 0 trains nothing and still reports (default: {PublishedEpochs}, and {SmallEpochs} without --data)",
        n => n >= 0,
        "be at least 0"
    );
    public static readonly Option<int> TestEvery = OptionFactory.Value(
        "--test-every",
        "The test set is evaluated after every so many epochs; 0 for the end alone",
        1,
        n => n >= 0,
        "be at least 0"
    );
    public static readonly Option<int> BatchSize = OptionFactory.Value(
        "--batch-size",
        "Examples in a step",
        32,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<double?> LearningRate = OptionFactory.Optional<double>(
        "--learning-rate",
        "The initial learning rate (default: the published 0.045, and 0.01 without --data)",
        r => r > 0 && double.IsFinite(r),
        "be positive and finite"
    );
    public static readonly Option<int?> DecaySteps = OptionFactory.Optional<int>(
        "--decay-steps",
        "The learning rate is multiplied by 0.94 every so many steps (default: 80074, two epochs of ImageNet)",
        s => s >= 1,
        "be at least 1"
    );
    public static readonly Option<double> WeightDecay = OptionFactory.Value(
        "--weight-decay",
        "Weight decay, on weights alone; published is 4e-5",
        0.0,
        w => w is >= 0 and < 1,
        "lie in [0, 1)"
    );
    public static readonly Option<double> Dropout = OptionFactory.Value(
        "--dropout",
        "The probability of dropout; published is 0.2",
        0.0,
        p => p is >= 0 and < 1,
        "lie in [0, 1)"
    );
    public static readonly Option<AugmentationOptions> Augment = OptionFactory.Parsed(
        "--augment",
        $"Random changes of the training images: some of {string.Join(", ", AugmentationOptions.Words)}, apart by commas; crop is a "
            + "distorted box of the picture",
        AugmentationOptions.None,
        AugmentationOptions.Parse
    );
    public static readonly Option<string> Precision = OptionFactory.Choice(
        "--precision",
        "What convolutions and linear layers compute in",
        "float32",
        "float32",
        "bfloat16"
    );
    public static readonly Option<bool> Check = new("--check")
    {
        Description = "Decodes each picture once before the training and leaves out those that are damaged, which else end it",
    };
    public static readonly Option<bool> StopWhenFitted = new("--stop-when-fitted")
    {
        Description = "Ends a training that has fitted; figure 2a is of trainings that go on",
    };
    public static readonly Option<bool> Save = new("--save") { Description = "Keeps each trained network in the results' folder" };

    /// <summary>Of the common options those that mean something here.</summary>
    public static RootCommand Command() =>
        new(
            "Trains Inception V3 on ImageNet, in whatever layout it lies in --data, or on a small one that is made on the spot, and puts "
                + "its accuracies beside the paper's Table 2 and figure 2a."
        )
        {
            Model,
            Corruption,
            Probability,
            Size,
            Classes,
            Pictures,
            Epochs,
            TestEvery,
            BatchSize,
            LearningRate,
            DecaySteps,
            WeightDecay,
            Dropout,
            Augment,
            Precision,
            Check,
            StopWhenFitted,
            Save,
            CommonOptions.Data,
            CommonOptions.FollowLinks,
            CommonOptions.Train,
            CommonOptions.Test,
            CommonOptions.Seed,
            CommonOptions.Device,
            CommonOptions.Out,
            CommonOptions.Json,
            CommonOptions.Quiet,
            CommonOptions.Doctor,
        };

    /// <summary>Whether the small ImageNet is made: nothing was given.</summary>
    public static bool IsSmall(this ParseResult given) => given.GetValue(CommonOptions.Data) is null;

    /// <summary>Rows and columns of an input.</summary>
    public static int SizeOf(this ParseResult given) =>
        given.GetValue(Size) ?? (given.IsSmall() ? ImageNetDatasets.SmallSize : InceptionV3.PublishedSize);

    /// <summary>How many pictures the small ImageNet has.</summary>
    public static SmallImageNetOptions SmallOptions(this ParseResult given) =>
        new() { Classes = given.GetValue(Classes), TrainPerClass = given.GetValue(Pictures) };

    /// <summary>How the folder is indexed.</summary>
    public static IndexOptions IndexOptions(this ParseResult given) =>
        new()
        {
            FollowLinks = given.GetValue(CommonOptions.FollowLinks),
            Check = given.GetValue(Check) ? PictureCheck.Whole : PictureCheck.Lengths,
            Damaged = given.GetValue(Check) ? DamagedPictures.PassOver : DamagedPictures.Refuse,
        };

    /// <summary>The name under which reports know the data.</summary>
    public static string DatasetOf(this ParseResult given) =>
        given.IsSmall() ? ExperimentCatalog.SmallImageNet : ExperimentCatalog.ImageNet;

    /// <summary>The trainings of this command line.</summary>
    public static ImmutableArray<TrainingExperiment> Experiments(this ParseResult given) =>
        [.. given.GetValue(Corruption)!.Select(given.Experiment)];

    private static TrainingExperiment Experiment(this ParseResult given, string corruption)
    {
        var usual = new TrainingExperiment { Dataset = "", Model = "" };
        return usual with
        {
            Dataset = given.DatasetOf(),
            Train = given.GetValue(CommonOptions.Train),
            Test = given.GetValue(CommonOptions.Test),
            Model = given.GetValue(Model)!,
            Corruption = corruption,
            Probability = corruption == "partial-labels" ? given.GetValue(Probability) : null,
            Seed = given.GetValue(CommonOptions.Seed),
            Epochs = given.GetValue(Epochs) ?? (given.IsSmall() ? SmallEpochs : PublishedEpochs),
            TestEvery = given.GetValue(TestEvery),
            BatchSize = given.GetValue(BatchSize),
            LearningRate = given.GetValue(LearningRate) ?? (given.IsSmall() ? SmallRate : null),
            DecaySteps = given.GetValue(DecaySteps) ?? usual.DecaySteps,
            WeightDecay = given.GetValue(WeightDecay),
            WeightDecayOn = "weights",
            Dropout = given.GetValue(Dropout),
            Augment = given.GetValue(Augment)!.ToString(),
            Precision = given.GetValue(Precision)!,
            StopWhenFitted = given.GetValue(StopWhenFitted),
        };
    }
}
