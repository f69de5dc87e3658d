using System.CommandLine;

namespace Generalization.Samples;

/// <summary>The command line of this sample.</summary>
internal static class Options
{
    private static string[] Corruptions => Names.All;

    public static readonly Option<string> Dataset = Choice("--dataset", "What to train on", "fashion-mnist-mini", "fashion-mnist-mini", "fashion-mnist", "mnist", "cifar10");
    public static readonly Option<string> Model = Choice("--model", "The network", "mlp-1x512", "mlp-1x512", "mlp-3x512");
    public static readonly Option<string[]> Corruption = CorruptionList();
    public static readonly Option<double> Probability = Value("--probability", "The share of labels drawn anew in partial-labels", 0.5, p => p is >= 0 and <= 1, "lie in [0, 1]");
    public static readonly Option<int> Epochs = Value("--epochs", "The most epochs; 0 trains nothing and still reports", 150, n => n >= 0, "be at least 0");
    public static readonly Option<int> BatchSize = Value("--batch-size", "Examples in a step", 128, n => n >= 1, "be at least 1");
    public static readonly Option<double> LearningRate = Value("--learning-rate", "The initial learning rate", 0.01, r => r > 0 && double.IsFinite(r), "be positive and finite");
    public static readonly Option<double> Decay = Value("--decay", "What the learning rate is multiplied by", 0.95, d => d is > 0 and <= 1, "lie in (0, 1]");
    public static readonly Option<string> DecaySteps = new("--decay-steps")
        { Description = "Every how many steps; \"epoch\" for every epoch", DefaultValueFactory = _ => "391" };
    public static readonly Option<double> Momentum = Value("--momentum", "Momentum", 0.9, m => m is >= 0 and < 1, "lie in [0, 1)");
    public static readonly Option<double> WeightDecay = Value("--weight-decay", "Weight decay", 0.0, w => w is >= 0 and < 1, "lie in [0, 1)");
    public static readonly Option<int> Repeat = Value("--repeat", "How many seeds, from --seed on", 1, n => n >= 1, "be at least 1");
    public static readonly Option<int?> Train = new("--train") { Description = "The first N training images (default: all)" };
    public static readonly Option<int?> Test = new("--test") { Description = "The first N test images (default: all)" };
    public static readonly Option<ulong> Seed = new("--seed") { Description = "Decides everything random (default: 0)" };
    public static readonly Option<string> Device = Choice("--device", "Where to compute", "auto", "auto", "cpu", "cuda");
    public static readonly Option<string?> Data = new("--data") { Description = "A data set's folder, or a root of such folders (default: GENERALIZATION_DATA)" };
    public static readonly Option<string?> Out = new("--out") { Description = "A new or empty folder for the results (default: a new one under runs/)" };
    public static readonly Option<string?> Json = new("--json") { Description = "Writes the result as JSON to this file besides" };
    public static readonly Option<bool> Quiet = new("--quiet") { Description = "Prints the result only" };

    public static RootCommand Command() => new("Corrupts a data set in the paper's six ways, trains a network on each, and shows whether it learned or memorized.")
    {
        Dataset, Model, Corruption, Probability, Epochs, BatchSize, LearningRate, Decay, DecaySteps, Momentum, WeightDecay, Repeat,
        Train, Test, Seed, Device, Data, Out, Json, Quiet,
    };

    private static Option<T> Value<T>(string name, string description, T value, Func<T, bool> isValid, string rule)
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0) return;
            var given = result.GetValueOrDefault<T>();
            if (given is not null && !isValid(given)) result.AddError(FormattableString.Invariant($"{name} must {rule}, but was {given}."));
        });
        return option;
    }

    private static Option<string> Choice(string name, string description, string value, params string[] known)
    {
        var option = new Option<string>(name) { Description = $"{description}: {string.Join(", ", known)}", DefaultValueFactory = _ => value };
        option.Validators.Add(result => CheckKnown(result, name, known));
        return option;
    }

    private static Option<string[]> CorruptionList()
    {
        var option = new Option<string[]>("--corruption")
        {
            Description = $"Which transformations: {string.Join(", ", Corruptions)}", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Corruptions,
        };
        option.Validators.Add(result => CheckKnown(result, "--corruption", Corruptions));
        return option;
    }

    private static void CheckKnown(System.CommandLine.Parsing.OptionResult result, string name, string[] known)
    {
        foreach (var token in result.Tokens.SelectMany(t => t.Value.Split(',')))
            if (!known.Contains(token)) result.AddError($"{name} must be one of {string.Join(", ", known)}, but was {token}.");
    }
}
