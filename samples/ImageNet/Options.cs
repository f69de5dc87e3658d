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
using Generalization.Training.Schedules;

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
    public static readonly Option<double> Probability = TrainingOptionFactory.Probability();
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
    public static readonly Option<int> TestEvery = TrainingOptionFactory.TestEvery();
    public static readonly Option<int> BatchSize = TrainingOptionFactory.BatchSize(32);
    public static readonly Option<double?> LearningRate = TrainingOptionFactory.LearningRate(
        "the published 0.045, and 0.01 without --data"
    );
    public static readonly Option<int?> DecaySteps = OptionFactory.Optional<int>(
        "--decay-steps",
        "The steps between two decays of the learning rate, by 0.94 (default: 80074, two epochs of ImageNet)",
        s => s >= 1 && s != ExponentialDecay.PaperSteps,
        $"be at least 1 and not {ExponentialDecay.PaperSteps}, which stands for the network's own number"
    );
    public static readonly Option<double> WeightDecay = TrainingOptionFactory.WeightDecay(
        "Weight decay, on weights alone; published is 4e-5"
    );
    public static readonly Option<double> Dropout = TrainingOptionFactory.Dropout("; published is 0.2");
    public static readonly Option<AugmentationOptions> Augment = TrainingOptionFactory.Augment("; crop is a distorted box of the picture");
    public static readonly Option<string> Precision = TrainingOptionFactory.Precision();
    public static readonly Option<bool> Check = new("--check")
    {
        Description =
            "Decodes each picture once before the training and leaves out those that are damaged; without it "
            + "a damaged picture ends the training",
    };
    public static readonly Option<bool> StopWhenFitted = new("--stop-when-fitted")
    {
        Description = "Ends a training that has fitted; figure 2a is of trainings that go on",
    };
    public static readonly Option<bool> Save = TrainingOptionFactory.Save();

    public static readonly Option<int> Readers = OptionFactory.Value(
        "--readers",
        "Threads that read and decode",
        Math.Max(1, Environment.ProcessorCount),
        n => n is >= 1 and <= 1024,
        "lie in [1, 1024]"
    );

    /// <summary>Of the common options those that mean something here.</summary>
    public static RootCommand Command()
    {
        var command = new RootCommand(
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
            Readers,
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
        command.Validators.Add(result =>
        {
            // GENERALIZATION_DATA may lead to ImageNet as well.
            if (
                (result.GetResult(CommonOptions.Data) is not null || IsFoundByVariable())
                && ((Option[])[Classes, Pictures]).FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } option
            )
                result.AddError(
                    $"{option.Name} is of the small ImageNet that is made where neither --data nor GENERALIZATION_DATA "
                        + "leads to the real one; leave one of the two out."
                );
            if (result.GetResult(Probability) is { Implicit: false } && result.GetValue(Corruption)?.Contains("partial-labels") != true)
                result.AddError("--probability is for partial-labels, which --corruption does not name; leave it out.");
        });
        return command;
    }

    private static bool IsFoundByVariable() =>
        ImageNetDatasets.FolderOf(CommonOptions.DataFolderOfEnvironment()) is { } found && ImageNetFolder.IsIn(found);

    /// <summary>ImageNet's folder: of --data, or of GENERALIZATION_DATA where it is there; null where the small one is made.</summary>
    public static string? FolderOf(this ParseResult given) =>
        given.GetValue(CommonOptions.Data) is { } asked ? ImageNetDatasets.FolderOf(asked)
        : ImageNetDatasets.FolderOf(given.DataFolder()) is { } found && ImageNetFolder.IsIn(found) ? found
        : null;

    /// <summary>Whether the small ImageNet is made.</summary>
    public static bool IsSmall(this ParseResult given) => given.FolderOf() is null;

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
