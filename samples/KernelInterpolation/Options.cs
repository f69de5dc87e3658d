using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Files;
using Generalization.Kernels.Functions;
using TorchSharp;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
    public static readonly Option<string> Dataset = OptionFactory.Choice(
        "--dataset",
        "What to fit",
        SampleDatasets.Names[0],
        SampleDatasets.Names
    );
    public static readonly Option<string?> KernelName = OptionalChoice(
        "--kernel",
        "The kernel (default: gaussian on pixels, linear on features)",
        KnownKernels.Names
    );
    public static readonly Option<double> Gamma = OptionFactory.Value(
        "--gamma",
        "γ of the Gaussian, Laplacian and polynomial kernels, on pixels/255",
        0.02,
        g => g > 0 && double.IsFinite(g),
        "be positive and finite"
    );
    public static readonly Option<int?> Degree = OptionFactory.Optional<int>(
        "--degree",
        "The polynomial's degree (default: 3), or the arc-cosine's order (default: 1)",
        d => d >= 0,
        "be at least 0"
    );
    public static readonly Option<double> Offset = OptionFactory.Value(
        "--offset",
        "The polynomial's offset",
        1.0,
        o => o >= 0 && double.IsFinite(o),
        "be at least 0 and finite"
    );
    public static readonly Option<string> Features = OptionFactory.Choice(
        "--features",
        "What the kernel is applied to",
        "none",
        "none",
        "gabor",
        "random-conv"
    );
    public static readonly Option<int?> Filters = OptionFactory.Optional<int>(
        "--filters",
        "Filters of random-conv (default: 1000)",
        f => f >= 1,
        "be at least 1"
    );
    public static readonly Option<double> Ridge = OptionFactory.Value(
        "--ridge",
        "λ, added to the matrix's diagonal",
        0.0,
        r => r >= 0 && double.IsFinite(r),
        "be at least 0 and finite"
    );
    public static readonly Option<string[]> Labels = OptionFactory.Choices(
        "--labels",
        "The training labels, one factorization for all",
        ["true"],
        "true",
        "partial",
        "random"
    );
    public static readonly Option<double> Probability = OptionFactory.Value(
        "--probability",
        "The share of labels drawn anew in partial",
        0.5,
        p => p is >= 0 and <= 1,
        "lie in [0, 1]"
    );
    public static readonly Option<string[]> Targets = OptionFactory.Choices(
        "--targets",
        "What labels become, one factorization for all: one-hot, or signs, 1 and -1",
        ["one-hot"],
        "one-hot",
        "signs"
    );
    public static readonly Option<int?> Appended = OptionFactory.Optional<int>(
        "--appended",
        "How many test images, the first ones, are added to the training images; --test then counts those that remain",
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<string[]> AppendedLabels = OptionFactory.Choices(
        "--appended-labels",
        "The labels of appended test images, one factorization for all",
        ["true"],
        "true",
        "random"
    );
    public static readonly Option<string> Centres = OptionFactory.Choice(
        "--centres",
        "The kernel's centres: the training points, or as many random ones, by each pixel's mean and variance, or uniform",
        "training",
        "training",
        "gaussian",
        "uniform"
    );
    public static readonly Option<double?> Tolerance = OptionFactory.Optional<double>(
        "--tolerance",
        "The relative residual that iterations stop at (default: 1e-6 iterative, 1e-9 mixed)",
        t => t is > 0 and < 1,
        "lie in (0, 1)"
    );
    public static readonly Option<string> Solver = OptionFactory.Choice("--solver", "How to solve", "direct", "direct", "iterative");
    public static readonly Option<string> Precision = OptionFactory.Choice(
        "--precision",
        "What the direct solver factorizes in",
        "float64",
        "float64",
        "mixed"
    );
    public static readonly Option<int?> Validation = OptionFactory.Optional<int>(
        "--validation",
        "How many training images are held out and tested on, to choose γ or λ by",
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<int?> Tile = OptionFactory.Optional<int>(
        "--tile",
        "Rows in a panel of the matrix (default: n/24, rounded up to a multiple of 128, at most 2048)",
        t => t >= 1,
        "be at least 1"
    );
    public static readonly Option<double?> Memory = OptionFactory.Optional<double>(
        "--memory",
        "The most memory for the matrix, in GB, which on a GPU must be given (default: nine tenths of what the process may " + "use)",
        m => m > 0 && double.IsFinite(m),
        "be positive and finite"
    );
    public static readonly Option<string?> Spill = new("--spill")
    {
        Description = "The folder for what does not fit (default: the system's temporary folder)",
    };
    public static readonly Option<string?> State = new("--state")
    {
        Description =
            "A folder where random-conv keeps what it has accumulated every ten minutes, and goes on from; where the matrix "
            + "is in memory",
    };

    private const string NoDeviceMemory =
        "--memory must be given where the matrix is on a GPU, whose memory cannot be asked for here; or choose --device cpu.";

    public static RootCommand Command()
    {
        var command = CommonOptions.Command(
            "Interpolates a data set with a kernel, exactly, and certifies the solution: the paper's section 5 and Table 3.",
            Dataset,
            KernelName,
            Gamma,
            Degree,
            Offset,
            Features,
            Filters,
            Ridge,
            Labels,
            Probability,
            Targets,
            Appended,
            AppendedLabels,
            Centres,
            Tolerance,
            Solver,
            Precision,
            Validation,
            Tile,
            Memory,
            Spill,
            State
        );
        command.Validators.Add(result =>
        {
            // What is not a whole number has its own sentence.
            if (
                result.GetResult(Degree)?.Tokens is not [{ Value: var text }]
                || !InvariantText.TryRead<int>(text, out var degree)
                || degree < 0
            )
                return;
            switch (result.GetResult(KernelName)?.Tokens)
            {
                case [{ Value: "polynomial" }] when degree < 1:
                    result.AddError($"--degree must be at least 1 with --kernel polynomial, but was {degree}.");
                    break;
                case [{ Value: "arc-cosine" }] when degree > 1:
                    result.AddError($"--degree must be 0 or 1 with --kernel arc-cosine, but was {degree}.");
                    break;
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(AppendedLabels)?.Tokens is [{ Value: var labels }, ..] && result.GetResult(Appended) is null)
                result.AddError($"--appended-labels must be given with --appended alone, but was {labels} without it.");
        });
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(Probability) is { Implicit: false }
                && result.GetResult(Labels)?.Tokens.Any(t => t.Value.Split(',').Contains("partial")) != true
            )
                result.AddError("--probability must be given with --labels partial alone, but there were no partial labels.");
        });
        command.Validators.Add(result =>
        {
            if (Given(Centres) is not { } centres || centres == "training")
                return;
            var (features, ridge, solver, precision) = (Given(Features), Given(Ridge), Given(Solver), Given(Precision));
            var wrong =
                features is not (null or "none") ? $"--features {features}"
                : ridge is not (null or "0") ? $"--ridge {ridge}"
                : solver is not (null or "direct") ? $"--solver {solver}"
                : precision is not (null or "float64") ? $"--precision {precision}"
                : null;
            if (wrong is not null)
                result.AddError($"--centres {centres} needs pixels, the direct solver in float64 and no ridge, but there was {wrong}.");

            string? Given(Option option) => result.GetResult(option)?.Tokens is [{ Value: var value }] ? value : null;
        });
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(CommonOptions.Device)?.Tokens is [{ Value: "cuda" }]
                && result.GetResult(Memory) is null
                && result.GetResult(Solver)?.Tokens is not [{ Value: "iterative" }]
            )
                result.AddError(NoDeviceMemory);
        });
        return command;
    }

    /// <summary>The regressions of this command line, one for each set of labels.</summary>
    public static ImmutableArray<Experiment> Experiments(this ParseResult given)
    {
        var features = given.GetValue(Features)!;
        var regression = new KernelExperiment
        {
            Dataset = given.GetValue(Dataset)!,
            Train = given.GetValue(CommonOptions.Train),
            Test = given.GetValue(CommonOptions.Test),
            Validation = given.GetValue(Validation),
            Kernel = given.GetValue(KernelName) ?? (features == "none" ? "gaussian" : "linear"),
            Gamma = given.GetValue(Gamma),
            Degree = given.GetValue(Degree),
            Offset = given.GetValue(Offset),
            Features = features,
            Filters = given.GetValue(Filters) ?? (features == "random-conv" ? 1000 : null),
            Ridge = given.GetValue(Ridge),
            Appended = given.GetValue(Appended),
            Centres = given.GetValue(Centres)!,
            Solver = given.GetValue(Solver)!,
            Precision = given.GetValue(Precision)!,
            Tolerance = given.GetValue(Tolerance),
            Tile = given.GetValue(Tile),
            Seed = given.GetValue(CommonOptions.Seed),
        };
        return
        [
            .. from labels in given.GetValue(Labels)!
            from targets in given.GetValue(Targets)!
            from appended in given.GetValue(AppendedLabels)!
            select regression with
            {
                Targets = targets,
                AppendedLabels = appended,
                Labels = labels,
                Probability = labels == "partial" ? given.GetValue(Probability) : null,
            },
        ];
    }

    /// <summary>How they are run.</summary>
    /// <exception cref="ArgumentException">--device auto is a GPU and its memory is not given.</exception>
    public static RunnerOptions RunnerOptions(this ParseResult given)
    {
        var device = given.TorchDevice();
        if (given.GetValue(Solver) == "direct" && device.type != DeviceType.CPU && given.GetValue(Memory) is null)
            throw new ArgumentException(NoDeviceMemory);
        return new()
        {
            Device = device,
            Memory = (long?)(1e9 * given.GetValue(Memory)),
            Spill = given.GetValue(Spill),
            Accumulation = given.GetValue(State),
            KeepDetails = true,
        };
    }

    private static Option<string?> OptionalChoice(string name, string description, IEnumerable<string> known)
    {
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(", ", known)}" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !known.Contains(result.Tokens[0].Value))
                result.AddError($"{name} must be one of {string.Join(", ", known)}, but was {result.Tokens[0].Value}.");
        });
        return option;
    }
}
