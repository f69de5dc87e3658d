using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Data.Known;
using Generalization.Experiments.Kinds.FiniteSamples;

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
        "The first n points (default: all images, 2000 " + "random points)",
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
        "2 is Theorem 1's two-layer network, more are so many hidden layers",
        [2, 10],
        d => d >= 2,
        "be at least 2"
    );
    public static readonly Option<int> Directions = OptionFactory.Value(
        "--directions",
        "How many projections are tried for the largest " + "smallest gap",
        8,
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
            if (result.GetValue(Synthetic) && result.GetResult(Targets)?.Tokens is [{ Value: "true-labels" }])
                result.AddError("--targets must be random with --synthetic, whose points have no labels, but was true-labels.");
        });
        return command;
    }

    /// <summary>The points and their targets.</summary>
    public static FiniteSampleProblem Problem(this ParseResult given, CancellationToken token)
    {
        var (kind, oneHot, seed) = (given.GetValue(Targets)!, given.GetValue(Outputs) == "one-hot", given.GetValue(CommonOptions.Seed));
        if (given.GetValue(Synthetic))
            return FiniteSampleProblem.Synthetic(given.GetValue(N) ?? 2000, given.GetValue(D), kind, oneHot, seed);
        var data = given.LoadData(given.GetValue(Dataset)!, token);
        var images = (kind == "random-labels" ? data.Corrupt(new UniformLabelNoise(1), seed, token) : data).Train;
        return FiniteSampleProblem.Of(given.GetValue(N) is { } n ? images.Take(n) : images, kind, oneHot, seed);
    }
}
