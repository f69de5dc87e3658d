using Generalization.Corruption;
using Generalization.Data.Known;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Kinds.RandomFeatures;
using Generalization.Experiments.Presets;
using Generalization.Models;
using Generalization.Report.Paper;

namespace Generalization.Report.Content;

/// <summary>The command lines that a report names.</summary>
internal static class RunCommands
{
    private const string Tables = "dotnet run -c Release --project samples/PaperTables --";

    // Of the paper, and what stands in for them where there are no files.
    private static readonly string?[] PapersData =
    [
        PaperScale.Cifar10.Dataset,
        PaperScale.Mnist.Dataset,
        PaperScale.ImageNet.Dataset,
        KnownDatasets.Names[0],
        ExperimentCatalog.SmallImageNet,
        null,
    ];

    // What the samples read beside the known data sets.
    private static readonly string[] Pictures = ["image-folder", ExperimentCatalog.ImageNet, ExperimentCatalog.SmallImageNet];

    /// <summary>Whether an experiment is one of the paper's, at whatever scale.</summary>
    public static bool IsOfPaper(Experiment experiment) =>
        PapersData.Contains(experiment.Kind.NamesOf(experiment).Dataset) && PaperSections.All.Any(s => Fills(s, experiment));

    /// <summary>Whether the samples can run an experiment: they have its kind, its data set, its network and all its other parts.</summary>
    public static bool IsOfSamples(Experiment experiment)
    {
        var names = experiment.Kind.NamesOf(experiment);
        return KnownKinds.All.All.Contains(experiment.Kind)
            && (names.Dataset is null || Pictures.Contains(names.Dataset) || KnownDatasets.Names.Contains(names.Dataset))
            && (names.Model is null || PaperModels.Names.Contains(names.Model))
            && (names.Corruption is null || PaperCorruptions.Names.Contains(names.Corruption))
            && names is { Input: null, Optimizer: null, Schedule: null };
    }

    /// <summary>Whether the samples can go on with a list.</summary>
    public static bool CanContinue(PaperReport report) => report.Runs.All(r => IsOfSamples(r.Experiment));

    /// <summary>What goes on with a list, in the folder of the page, for which FOLDER stands; a list that is no preset is the caller's
    /// file.</summary>
    public static string Continue(PaperReport report)
    {
        var which = ExperimentPresets.Names.Contains(report.Name) ? $"--preset {report.Name}" : "--experiments FILE";
        return $"{Tables} {which}{(report.Runs.Any(r => NeedsData(r.Experiment)) ? " --data DIR" : "")} --store FOLDER";
    }

    /// <summary>What <see cref="Fill"/>'s command is for.</summary>
    public static string FillWords(PaperReport report, PaperSection section) =>
        report.Runs.Any(r => Fills(section, r.Experiment))
            ? "Not run yet. To run it:"
            : "No experiment of this list is for it. One that has them:";

    /// <summary>What fills a section that is empty: the list itself where it has experiments for it, else the paper's.</summary>
    public static string Fill(PaperReport report, PaperSection section) =>
        report.Runs.Any(r => Fills(section, r.Experiment)) ? Continue(report) : $"{Tables} --preset paper --data DIR";

    /// <summary>Whether an experiment's result is shown in a section.</summary>
    public static bool Fills(PaperSection section, Experiment experiment) =>
        section.Rows.Any(r => r.Selector.Matches(experiment))
        || (section.Id == "figure-2a" && IsOfImageNet(experiment))
        || (section.Id == "section-5" && experiment is LeastNormExperiment or RandomFeatureExperiment)
        || (
            section.Id == "learn-then-memorize"
            && experiment is TrainingExperiment { Corruption: "partial-labels", Probability: > 0 and < 1 } e
            && TrainingRuns.IsPlain(e)
        );

    private static bool IsOfImageNet(Experiment experiment) =>
        experiment
            is TrainingExperiment { Dataset: ExperimentCatalog.ImageNet or ExperimentCatalog.SmallImageNet, Corruption: "true-labels" };

    /// <summary>A list of one experiment, for the file that <see cref="Repeat"/> names.</summary>
    public static string ListOf(Experiment experiment) => $$"""{"name":"one","sweeps":[{"base":{{experiment.ToJson()}}}]}""";

    public static string Repeat(Experiment experiment) =>
        $"{Tables} --experiments FILE --only {experiment.Id}{(NeedsData(experiment) ? " --data DIR" : "")}";

    /// <summary>Whether <see cref="Repeat"/> runs an experiment: no list starts a cluster.</summary>
    public static bool CanRepeat(Experiment experiment) =>
        IsOfSamples(experiment) && experiment is not DistributedExperiment { Engine: "cluster" };

    private static bool NeedsData(Experiment experiment) =>
        experiment.Kind.NamesOf(experiment).Dataset is { } name
        && (name == ExperimentCatalog.ImageNet || KnownDatasets.Names.Skip(1).Contains(name));
}
