using System.CommandLine;
using System.Globalization;
using Generalization.Data;
using Generalization.Data.Download;
using Generalization.Experiments;
using Generalization.Files;
using Generalization.Imaging;
using Generalization.Torch;
using TorchSharp;

namespace Generalization.CommandLine;

/// <summary>The options that every sample has.</summary>
public static class CommonOptions
{
    /// <summary>--data DIR.</summary>
    public static Option<string?> Data { get; } =
        new("--data") { Description = "A data set's folder, or a root of such folders (default: GENERALIZATION_DATA)" };

    /// <summary>--download.</summary>
    public static Option<bool> Download { get; } =
        new("--download")
        {
            Description = "Fetches the data set from its publisher first, into --data (default: data), unless it is there",
        };

    /// <summary>--mirror ADDRESS.</summary>
    public static Option<Uri?> Mirror { get; } =
        OptionFactory.Parsed<Uri?>(
            "--mirror",
            "Where --download finds the files instead: the address of a folder",
            null,
            text =>
                Uri.TryCreate(text, UriKind.Absolute, out var address)
                && address.Scheme is "http" or "https"
                && address.Query.Length + address.Fragment.Length == 0
                    ? address
                    : throw new FormatException($"--mirror must be an http or https address without a query, but was {text}.")
        );

    /// <summary>--resize HxW.</summary>
    public static Option<(int Height, int Width)?> Resize { get; } =
        OptionFactory.Parsed<(int, int)?>(
            "--resize",
            "Rows and columns that the pictures of image-folder are resized to, for example 32x32 (default: all must have one size)",
            null,
            text =>
                text.Split('x') is [var rows, var columns]
                && InvariantText.TryRead<int>(rows, out var height)
                && InvariantText.TryRead<int>(columns, out var width)
                && height >= 1
                && width >= 1
                    ? (height, width)
                    : throw new FormatException($"--resize must be ROWSxCOLUMNS, each at least 1, but was {text}.")
        );

    /// <summary>--test-share S.</summary>
    public static Option<double?> TestShare { get; } =
        OptionFactory.Optional<double>(
            "--test-share",
            "The share of each class of image-folder that --seed holds out, where the folder has no test set (default: it has one)",
            s => s is > 0 and < 1,
            "lie in (0, 1)"
        );

    /// <summary>--follow-links.</summary>
    public static Option<bool> FollowLinks { get; } =
        new("--follow-links") { Description = "Lets symbolic links lead out of the folder of image-folder" };

    /// <summary>--train N.</summary>
    public static Option<int?> Train { get; } =
        OptionFactory.Optional<int>("--train", "The first N training images (default: all)", n => n >= 1, "be at least 1");

    /// <summary>--test N.</summary>
    public static Option<int?> Test { get; } =
        OptionFactory.Optional<int>("--test", "The first N test images (default: all)", n => n >= 1, "be at least 1");

    /// <summary>--seed S.</summary>
    public static Option<ulong> Seed { get; } = OptionFactory.Value("--seed", "Decides everything random", 0ul, _ => true, "");

    /// <summary>--device.</summary>
    public static Option<string> Device { get; } = OptionFactory.Choice("--device", "Where to compute", "auto", "auto", "cpu", "cuda");

    /// <summary>--out DIR.</summary>
    public static Option<string?> Out { get; } =
        new("--out") { Description = "A new or empty folder for the results (default: a new one under runs/)" };

    /// <summary>--json FILE.</summary>
    public static Option<string?> Json { get; } = new("--json") { Description = "Writes the result as JSON to this file besides" };

    /// <summary>--quiet.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet") { Description = "Prints the result only" };

    /// <summary>--doctor.</summary>
    public static Option<bool> Doctor { get; } =
        new("--doctor") { Description = "Runs nothing and says what this machine offers, and whether it is free" };

    /// <summary>A command with the sample's own options, then the common ones.</summary>
    /// <param name="description">What the sample does.</param>
    /// <param name="own">Its own options.</param>
    public static RootCommand Command(string description, params IEnumerable<Option> own)
    {
        var command = new RootCommand(description);
        foreach (
            var option in own.Concat([
                Data,
                Download,
                Mirror,
                Resize,
                TestShare,
                FollowLinks,
                Train,
                Test,
                Seed,
                Device,
                Out,
                Json,
                Quiet,
                Doctor,
            ])
        )
            command.Options.Add(option);
        return command;
    }

    /// <summary>The data set that the command line asks for, with the first images that it asks for; downloaded where it says so.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="token">Ends a download early.</param>
    /// <param name="heldOut">How many training images take the test set's place, chosen by the seed before --train counts. Default: null,
    /// none.</param>
    /// <exception cref="IOException">It is not there, or cannot be downloaded.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer images than asked for.</exception>
    public static TrainTestData LoadData(
        this ParseResult arguments,
        string dataset,
        CancellationToken token = default,
        int? heldOut = null
    ) => arguments.FirstOf(arguments.Load(dataset, token), heldOut);

    /// <summary>The data set that the command line asks for, whole, for experiments that take the first images themselves; downloaded where
    /// it says so.</summary>
    /// <inheritdoc cref="LoadData"/>
    public static TrainTestData LoadWhole(
        this ParseResult arguments,
        string dataset,
        CancellationToken token = default,
        int? heldOut = null
    )
    {
        var data = arguments.Load(dataset, token);
        // Refused at once, before a folder is made for results.
        arguments.FirstOf(data, heldOut);
        return data;
    }

    /// <summary>Reads a data set as the command line asks for it, and says what of a folder of pictures was passed over.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="folder">Its folder, or a root of such folders.</param>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static TrainTestData Read(this ParseResult arguments, string dataset, string? folder) =>
        SampleDatasets.Load(
            dataset,
            folder,
            new ImageFolderOptions
            {
                Size = arguments.GetValue(Resize),
                TestShare = arguments.GetValue(TestShare),
                Seed = arguments.GetValue(Seed),
                FollowLinks = arguments.GetValue(FollowLinks),
            },
            arguments.GetValue(Quiet) ? null : Console.Out.WriteLine
        );

    /// <summary>What experiments of this command line may name.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="dataset">The name of a data set that is read already.</param>
    /// <param name="data">That data set.</param>
    public static ExperimentCatalog Catalog(this ParseResult arguments, string dataset, TrainTestData data) =>
        ExperimentCatalog.Paper(arguments.DataFolder()).With(dataset, () => data);

    /// <summary>The folder of the data sets: --data, or GENERALIZATION_DATA; null where neither is given.</summary>
    /// <param name="arguments">The command line.</param>
    public static string? DataFolder(this ParseResult arguments) => arguments.GetValue(Data) ?? DataFolderOfEnvironment();

    /// <summary>The folder that GENERALIZATION_DATA names; null where it is not set, or empty.</summary>
    public static string? DataFolderOfEnvironment() =>
        Environment.GetEnvironmentVariable("GENERALIZATION_DATA") is { Length: > 0 } folder ? folder : null;

    /// <summary>The device that the command line asks for. On a GPU float32 is float32 then, never TF32, and convolutions give the same
    /// bits each time.</summary>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="ArgumentException">There is no such device.</exception>
    public static torch.Device TorchDevice(this ParseResult arguments)
    {
        var device = TorchBackend.Device(arguments.GetValue(Device)!);
        if (device.type != DeviceType.CUDA)
            return device;
        TorchRuntime.AllowTf32(false);
        TorchRuntime.RequireDeterministicConvolutions(true);
        return device;
    }

    /// <summary>The folder for the results: --out, or a new one under runs/, named by time, process and command, since several may begin in
    /// one second.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="command">The command's name.</param>
    public static string OutFolder(this ParseResult arguments, string command) =>
        arguments.GetValue(Out)
        ?? Path.Combine(
            "runs",
            TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture)
                + $"-{Environment.ProcessId}-{command}"
        );

    private static TrainTestData FirstOf(this ParseResult arguments, TrainTestData data, int? heldOut)
    {
        var rest = heldOut is { } count ? data.HoldOut(count, arguments.GetValue(Seed)) : data;
        return rest.Take(arguments.GetValue(Train), arguments.GetValue(Test));
    }

    private static TrainTestData Load(this ParseResult arguments, string dataset, CancellationToken token)
    {
        Option[] ofPictures = [Resize, TestShare, FollowLinks];
        if (dataset != SampleDatasets.Pictures && ofPictures.FirstOrDefault(o => arguments.GetResult(o) is { Implicit: false }) is { } idle)
            throw new ArgumentException(
                $"{idle.Name} is for --dataset {SampleDatasets.Pictures}, but the data set is {dataset}; leave it out."
            );
        var folder = arguments.DataFolder();
        var wanted = arguments.GetValue(Download);
        if (!wanted && arguments.GetValue(Mirror) is not null)
            throw new ArgumentException($"{Mirror.Name} is for {Download.Name}; give both, or leave it out.");
        if (wanted)
            folder ??= "data";
        TrainTestData Read() => arguments.Read(dataset, folder);
        try
        {
            return Read();
        }
        catch (DatasetNotFoundException) when (wanted)
        {
            using var download = new DatasetDownload(new DownloadOptions { Mirror = arguments.GetValue(Mirror) });
            DownloadDisplay.Show(arguments.GetValue(Quiet), progress => download.GetAsync(dataset, folder!, progress, token));
            return Read();
        }
    }
}
