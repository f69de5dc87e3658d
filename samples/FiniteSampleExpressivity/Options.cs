using System.Collections.Immutable;
using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Models.FiniteSample;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
    public static readonly Option<string> Dataset = OptionFactory.Choice(
        "--dataset",
        "The images",
        SampleDatasets.Names[0],
        SampleDatasets.Names
    );
    public static readonly Option<int?> N = OptionFactory.Optional<int>(
        "--n",
        "The first n points (default: all images, 2000 random points)",
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<bool> Synthetic = new("--synthetic") { Description = "Random points instead of images" };
    public static readonly Option<int> D = OptionFactory.Value("--d", "The dimension of random points", 100, d => d >= 1, "be at least 1");
    public static readonly Option<string> Targets = OptionFactory.Choice(
        "--targets",
        "What the network must give",
        "random-labels",
        FiniteSampleProblem.TargetKinds
    );
    public static readonly Option<string> Outputs = OptionFactory.Choice(
        "--outputs",
        "Whether labels are one number, or a column for each class",
        "one",
        "one",
        "one-hot"
    );
    public static readonly Option<int[]> Depth = OptionFactory.Values(
        "--depth",
        "As in the paper: 2 is Theorem 1's network, k has k - 1 hidden layers",
        [2, 10],
        d => d >= 2,
        "be at least 2"
    );
    public static readonly Option<int> Directions = OptionFactory.Value(
        "--directions",
        "How many projections are tried; the one with the largest smallest gap is taken",
        new FiniteSampleOptions().Directions,
        d => d >= 1,
        "be at least 1"
    );

    public static RootCommand Command()
    {
        var command = CommonOptions.Command(
            "Constructs, without training, a ReLU network that gives any targets on n points: the paper's section 4.",
            Dataset,
            N,
            Synthetic,
            D,
            Targets,
            Outputs,
            Depth,
            Directions
        );
        command.Validators.Add(result =>
        {
            var isRandom = result.GetValue(Synthetic);
            if (!isRandom && result.GetResult(D) is { Implicit: false })
                result.AddError("--d must be given with --synthetic alone, since images have a dimension of their own.");
            Option[] ofImages =
            [
                Dataset,
                CommonOptions.Data,
                CommonOptions.Download,
                CommonOptions.Mirror,
                CommonOptions.Resize,
                CommonOptions.TestShare,
                CommonOptions.FollowLinks,
                CommonOptions.Test,
            ];
            if (isRandom && ofImages.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } unused)
                result.AddError($"{unused.Name} must be left out with --synthetic, which takes random points and no images.");
            if (isRandom && result.GetResult(CommonOptions.Train) is { Implicit: false })
                result.AddError("--train must be left out with --synthetic, whose points --n counts.");
            if (isRandom && result.GetResult(Targets)?.Tokens is [{ Value: "true-labels" }])
                result.AddError("--targets must be random with --synthetic, whose points have no labels, but was true-labels.");
        });
        return command;
    }

    /// <summary>What experiments may name: the images, or nothing of its own for random points.</summary>
    public static ExperimentCatalog Catalog(this ParseResult given, CancellationToken token) =>
        given.GetValue(Synthetic)
            ? ExperimentCatalog.Paper()
            : given.Catalog(given.GetValue(Dataset)!, given.LoadData(given.GetValue(Dataset)!, token));

    /// <summary>The constructions of this command line, one for each depth.</summary>
    public static ImmutableArray<FiniteSampleExperiment> Experiments(this ParseResult given, ExperimentCatalog catalog)
    {
        var dataset = given.GetValue(Synthetic) ? null : given.GetValue(Dataset);
        var construction = new FiniteSampleExperiment
        {
            Dataset = dataset,
            N = given.GetValue(N) ?? (dataset is null ? 2000 : catalog.LoadDataset(dataset).Train.Count),
            D = dataset is null ? given.GetValue(D) : null,
            Targets = given.GetValue(Targets)!,
            Outputs = given.GetValue(Outputs)!,
            Directions = given.GetValue(Directions),
            Seed = given.GetValue(CommonOptions.Seed),
        };
        return [.. given.GetValue(Depth)!.Select(depth => construction with { Depth = depth })];
    }
}
