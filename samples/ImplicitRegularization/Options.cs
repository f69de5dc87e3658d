using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments.Kinds.LeastNorm;

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
    public static readonly Option<int> N = OptionFactory.Value(
        "--n",
        "The first n training images; fewer than pixels",
        40,
        n => n >= 2,
        "be at least 2"
    );
    public static readonly Option<int> Epochs = OptionFactory.Value(
        "--epochs",
        "Epochs of gradient descent; SGD makes a tenth of them",
        20_000,
        n => n >= 10,
        "be at least 10"
    );
    public static readonly Option<int> BatchSize = OptionFactory.Value(
        "--batch-size",
        "Images in a step of SGD",
        1,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<double> Away = OptionFactory.Value(
        "--away",
        "How far in the null space the other start lies, in norms of the interpolant of least norm",
        2.0,
        a => a > 0 && double.IsFinite(a),
        "be positive and finite"
    );

    public static RootCommand Command() =>
        CommonOptions.Command(
            "Which exact solution of a linear problem gradient descent and SGD reach: the paper's section 5.",
            Dataset,
            N,
            Epochs,
            BatchSize,
            Away
        );

    /// <summary>The experiment of this command line.</summary>
    public static LeastNormExperiment Experiment(this ParseResult given) =>
        new()
        {
            Dataset = given.GetValue(Dataset)!,
            N = given.GetValue(N),
            Epochs = given.GetValue(Epochs),
            BatchSize = given.GetValue(BatchSize),
            Away = given.GetValue(Away),
            Seed = given.GetValue(CommonOptions.Seed),
        };
}
