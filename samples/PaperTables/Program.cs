using System.Collections;
using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Report;
using Generalization.Samples;
using Generalization.Torch;

TorchRuntime.KeepFreedMemory();
using var signals = new StopSignals();
return await SampleApplication.RunAsync(Options.Command(), args, Run, signals);

static int Run(ParseResult options, CancellationToken token)
{
    var list = options.ListOfExperiments();
    var chosen = options.ChosenOf(list);
    if (options.GetValue(Options.List))
        return Tables.WriteList(chosen);
    var store = RunStore.Open(options.GetValue(Options.Store) ?? Path.Combine("runs", $"paper-tables-{list.Name}"));
    if (options.GetValue(Options.Status))
        return Tables.WriteStatus(store.ReadAll(chosen));
    if (options.GetValue(Options.Report))
        return Report(options, list, store);

    PrecisionNotice.Write(chosen.OfType<TrainingExperiment>().Any(e => e.Precision == "bfloat16"), options.TorchDevice());
    var catalog = ExperimentCatalog
        .Paper(options.DataFolder())
        .With("image-folder", () => SampleDatasets.Load("image-folder", options.DataFolder()));
    var runner = new ExperimentRunner(
        catalog,
        new RunnerOptions
        {
            Device = options.TorchDevice(),
            Memory = (long?)(1e9 * options.GetValue(Options.Memory)),
            TensorBoard = options.GetValue(Options.TensorBoard) ? Path.Combine(store.Folder, "tensorboard") : null,
        }
    );
    var sweep = new SweepRunner(
        store,
        runner,
        new SweepOptions
        {
            Shard = options.GetValue(Options.Part) ?? Shard.FromEnvironment(Environment.GetEnvironmentVariables()),
            Budget = options.GetValue(Options.Budget),
            Parallel = options.GetValue(Options.Parallel),
        }
    );
    try
    {
        var outcome = new SweepDisplay(options.GetValue(CommonOptions.Quiet)).Show(progress => sweep.Run(chosen, progress, token));
        Report(options, list, store);
        return Tables.WriteOutcome(outcome);
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Stopped; the same command goes on from here.");
        ReportOfStopped(options, list, store);
        return 130;
    }
}

static void ReportOfStopped(ParseResult options, ExperimentList list, RunStore store)
{
    try
    {
        Report(options, list, store);
    }
    catch (IOException e)
    {
        // The exit code must still tell a scheduler to start the work again.
        Console.Error.WriteLine($"The report could not be written: {e.Message}");
    }
}

static int Report(ParseResult options, ExperimentList list, RunStore store)
{
    var report = PaperReport.Of(list.Name, store.ReadAll(list.Experiments), options.GetValue(Options.Remark)!);
    report.Write(store.Folder);
    if (options.GetValue(CommonOptions.Json) is { } json)
        RunFolder.WriteText(json, File.ReadAllText(Path.Combine(store.Folder, "tables.json")));
    Tables.Write(report);
    Console.WriteLine($"Written to {Path.Combine(store.Folder, "report.html")}");
    return 0;
}
