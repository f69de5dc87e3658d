using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Presets;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Report.Audits;

namespace Generalization.Samples;

/// <summary>The options of this sample besides the common ones.</summary>
internal static class Options
{
    public static readonly Option<string> Preset = OptionFactory.Choice(
        "--preset",
        "Which list of experiments",
        "smoke",
        ExperimentPresets.Names
    );
    public static readonly Option<string?> Experiments = new("--experiments") { Description = "A file of experiments instead of a preset" };
    public static readonly Option<string[]> Only = new("--only")
    {
        Description = "Only the experiments of these ids",
        AllowMultipleArgumentsPerToken = true,
    };
    public static readonly Option<string?> Store = new("--store")
    {
        Description =
            "The folder of the runs and the report, which any number of processes may share (default: " + "runs/paper-tables-NAME)",
    };
    public static readonly Option<TimeSpan?> Budget = OptionFactory.Time(
        "--budget",
        "The time for all, for example 3h or 90m: starts nothing that would not end in time, by the times of finished runs, "
            + "and stops what still runs at the end"
    );
    public static readonly Option<int> Parallel = OptionFactory.Value(
        "--parallel",
        "How many trainings go side by side, for networks too small to fill the device; each has its share of the threads",
        1,
        n => n >= 1,
        "be at least 1"
    );
    public static readonly Option<double?> Memory = OptionFactory.Optional<double>(
        "--memory",
        "The most memory for a kernel's matrix, in GB, which on a GPU must be given (default: nine tenths of what the "
            + "process may use)",
        m => m >= 1e-9 && m <= 1e9,
        "be positive and at most 1e9"
    );
    public static readonly Option<Shard?> Part = OptionFactory.Parsed<Shard?>(
        "--shard",
        "This process's part of the list, i/n with i from 0 (default: a Slurm array's or an indexed Kubernetes Job's, else all)",
        null,
        Shard.Parse
    );
    public static readonly Option<bool> Status = new("--status") { Description = "Runs nothing and says how far each experiment is" };
    public static readonly Option<bool> Report = new("--report")
    {
        Description = "Runs nothing and writes the report of the results so far",
    };
    public static readonly Option<bool> RetryFailed = new("--retry-failed")
    {
        Description = "Runs experiments again that had ended with an error, once",
    };
    public static readonly Option<bool> Save = new("--save") { Description = "Keeps each trained network in its run's folder" };
    public static readonly Option<bool> List = new("--list") { Description = "Runs nothing and lists the experiments" };
    public static readonly Option<string[]> Remark = new("--remark")
    {
        Description = "What a reader of the report must know about the data or the machine, a sentence; may be given several times",
        DefaultValueFactory = _ => [],
    };
    public static readonly Option<bool> TensorBoard = new("--tensorboard")
    {
        Description = "Writes each training's scalars for TensorBoard into STORE/tensorboard",
    };

    /// <summary>Of the common options those that an experiment does not say itself.</summary>
    public static RootCommand Command()
    {
        var command = new RootCommand(
            "Runs the experiments of the paper's tables and figures and puts every number beside the paper's; stop and "
                + "start it at will."
        )
        {
            Preset,
            Experiments,
            Only,
            Store,
            Budget,
            Parallel,
            Memory,
            Part,
            Status,
            Report,
            RetryFailed,
            Save,
            List,
            Remark,
            TensorBoard,
            CommonOptions.Data,
            CommonOptions.Device,
            CommonOptions.Json,
            CommonOptions.Resize,
            CommonOptions.TestShare,
            CommonOptions.FollowLinks,
            CommonOptions.Quiet,
            CommonOptions.Doctor,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Preset) is { Implicit: false } && result.GetResult(Experiments) is { Implicit: false })
                result.AddError("--experiments takes the place of --preset; leave one of the two out.");
            Option[] runNothing = [List, Status];
            if (
                result.GetResult(CommonOptions.Json) is { Implicit: false }
                && runNothing.FirstOrDefault(o => result.GetResult(o) is { Implicit: false }) is { } option
            )
                result.AddError($"--json is of the report, which {option.Name} does not make; leave one of the two out.");
        });
        return command;
    }

    /// <summary>The preset or the file.</summary>
    public static ExperimentList ListOfExperiments(this ParseResult given) =>
        given.GetValue(Experiments) is { } file
            ? ExperimentList.Load(file, KnownKinds.All)
            : ExperimentPresets.Named(given.GetValue(Preset)!);

    /// <summary>Of a list the experiments asked for; the report is of all.</summary>
    public static ImmutableArray<Experiment> ChosenOf(this ParseResult given, ExperimentList list)
    {
        var only = given.GetValue(Only) ?? [];
        if (only.FirstOrDefault(id => list.Experiments.All(e => e.Id != id)) is { } unknown)
            throw new ArgumentException($"--only must name experiments of {list.Name}, but {unknown} is none; --list shows their ids.");
        return only.Length == 0 ? list.Experiments : [.. list.Experiments.Where(e => only.Contains(e.Id))];
    }

    /// <summary>The folder of the runs and the report.</summary>
    public static RunStore OpenStore(this ParseResult given, ExperimentList list) =>
        RunStore.Open(given.GetValue(Store) ?? Path.Combine("runs", $"paper-tables-{list.Name}"));

    /// <summary>The results that are of other data, where a folder of data is named, by --data or in the environment; else nothing is read
    /// and nothing compared.</summary>
    public static ImmutableArray<InterruptedRun> OfOtherData(
        this ParseResult given,
        SweepRunner sweep,
        ImmutableArray<Experiment> list,
        CancellationToken token
    ) => given.DataFolder() is null ? [] : sweep.OfOtherData(list, token);

    /// <summary>What runs the experiments.</summary>
    public static SweepRunner Sweep(this ParseResult given, RunStore store)
    {
        var folder = given.DataFolder();
        var catalog = ExperimentCatalog.Paper(folder).WithImageNet(folder, Path.Combine(store.Folder, ExperimentCatalog.SmallImageNet));
        catalog = catalog.With(
            "image-folder",
            () =>
            {
                var data = given.Read("image-folder", folder);
                CropNotice.Write(catalog.Input, data.Shape);
                return data;
            }
        );
        var running = new RunnerOptions
        {
            Device = given.TorchDevice(),
            Memory = (long?)(1e9 * given.GetValue(Memory)),
            KeepNetworks = given.GetValue(Save),
            AtOnce = given.GetValue(Parallel),
            Listener = new AuditPages(),
            TensorBoard = given.GetValue(TensorBoard) ? Path.Combine(store.Folder, "tensorboard") : null,
        };
        var sweeping = new SweepOptions
        {
            Shard = given.GetValue(Part) ?? Shard.FromEnvironment(Environment.GetEnvironmentVariables()),
            Budget = given.GetValue(Budget),
            Parallel = given.GetValue(Parallel),
            RetryFailed = given.GetValue(RetryFailed),
        };
        return new SweepRunner(store, new ExperimentRunner(catalog, running), sweeping);
    }
}
