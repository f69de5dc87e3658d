using System.CommandLine;
using Generalization.Inputs;

namespace Generalization.CommandLine;

/// <summary>The options of a training that several samples have: one name, one rule and one description for each.</summary>
public static class TrainingOptionFactory
{
    /// <summary>--probability, in [0, 1]. Default: 0.5.</summary>
    public static Option<double> Probability() =>
        OptionFactory.Value(
            "--probability",
            "The share of labels drawn anew in partial-labels",
            0.5,
            p => p is >= 0 and <= 1,
            "lie in [0, 1]"
        );

    /// <summary>--precision, float32 or bfloat16. Default: float32.</summary>
    public static Option<string> Precision() =>
        OptionFactory.Choice("--precision", "What convolutions and linear layers compute in", "float32", "float32", "bfloat16");

    /// <summary>--test-every, at least 0. Default: 1.</summary>
    public static Option<int> TestEvery() =>
        OptionFactory.Value(
            "--test-every",
            "The epochs between two evaluations of the test set; 0 for the end alone",
            1,
            n => n >= 0,
            "be at least 0"
        );

    /// <summary>--batch-size, at least 1.</summary>
    /// <param name="value">The default.</param>
    /// <param name="description">What it is. Default: examples in a step.</param>
    public static Option<int> BatchSize(int value, string description = "Examples in a step") =>
        OptionFactory.Value("--batch-size", description, value, n => n >= 1, "be at least 1");

    /// <summary>--learning-rate, positive, which may be left out.</summary>
    /// <param name="usual">What it is then, in words.</param>
    public static Option<double?> LearningRate(string usual) =>
        OptionFactory.Optional<double>(
            "--learning-rate",
            $"The initial learning rate (default: {usual})",
            r => r > 0 && double.IsFinite(r),
            "be positive and finite"
        );

    /// <summary>--momentum, in [0, 1).</summary>
    /// <param name="value">The default.</param>
    /// <param name="description">What it is. Default: momentum.</param>
    public static Option<double> Momentum(double value, string description = "Momentum") => Share("--momentum", description, value);

    /// <summary>--weight-decay, in [0, 1). Default: 0.</summary>
    /// <param name="description">What it is. Default: weight decay.</param>
    public static Option<double> WeightDecay(string description = "Weight decay") => Share("--weight-decay", description, 0);

    /// <summary>--dropout, in [0, 1). Default: 0.</summary>
    /// <param name="more">What else is said of it. Default: nothing.</param>
    public static Option<double> Dropout(string more = "") => Share("--dropout", "The probability of dropout" + more, 0);

    /// <summary>--augment, in the words of <see cref="AugmentationOptions"/>. Default: none.</summary>
    /// <param name="more">What else is said of it. Default: nothing.</param>
    public static Option<AugmentationOptions> Augment(string more = "") =>
        OptionFactory.Parsed(
            "--augment",
            $"Random changes of the training images: some of {string.Join(", ", AugmentationOptions.Words)}, separated by commas" + more,
            AugmentationOptions.None,
            AugmentationOptions.Parse
        );

    /// <summary>--save.</summary>
    public static Option<bool> Save() => new("--save") { Description = "Keeps each trained network in the results' folder" };

    private static Option<double> Share(string name, string description, double value) =>
        OptionFactory.Value(name, description, value, p => p is >= 0 and < 1, "lie in [0, 1)");
}
