using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.Audits;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Measures.Audits;
using Generalization.Measures.Probabilities;
using Generalization.Report.Audits;
using Generalization.Samples;
using Generalization.Torch;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(
    Options.Command(),
    args,
    (options, token) => options.HasTable() ? OfTable(options, token) : OfLearner(options, token)
);

static int OfLearner(ParseResult options, CancellationToken token)
{
    var experiment = options.Experiment();
    PrecisionNotice.Write(experiment.Precision == "bfloat16", options.TorchDevice());
    var catalog = options.Catalog(experiment.Dataset, options.LoadWhole(experiment.Dataset, token));
    var runner = new ExperimentRunner(catalog, options.RunnerOptions());
    SampleApplication.Check(runner.Catalog, experiment);
    using var folder = ResultFolder.Claim(options.OutFolder("model-audit"));
    var store = options.GetValue(Options.Store) is { } kept ? RunStore.Open(kept) : folder.Store;
    var display = new AuditDisplay(options.GetValue(CommonOptions.Quiet));
    RunResult? result;
    try
    {
        result = display.Show(progress => runner.Run(store, experiment, progress, token));
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine(
            $"Stopped; what was trained is in {store.Folder}. The same command with --store {store.Folder} and another --out goes on."
        );
        return SampleApplication.Stopped;
    }

    return Written(options, folder, Audited(store, experiment, result, folder));
}

static int OfTable(ParseResult options, CancellationToken token)
{
    var (file, labels) = (options.GetValue(Options.Probabilities)!, options.GetValue(Options.Labels));
    var table = ProbabilityFiles.Read(file, labels, token: token);
    using var folder = ResultFolder.Claim(options.OutFolder("model-audit"));
    var result = new Audit { Seed = options.GetValue(CommonOptions.Seed) }.Run(table, Path.GetFileName(file));
    AuditExport.Write(folder.Path, result);
    return Written(options, folder, AuditFindings.Of(result));
}

static AuditFindings Audited(RunStore store, AuditExperiment experiment, RunResult? result, ResultFolder folder)
{
    if (result is null)
        throw new IOException($"Another process makes this audit in {store.Folder}; wait for it, or name another store.");
    if (result.Error is { } error)
        throw new ArgumentException(error);
    AuditExport.Copy(store.FolderOf(experiment), folder.Path);
    return result.Audit!;
}

static int Written(ParseResult options, ResultFolder folder, AuditFindings found)
{
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, File.ReadAllText(folder.FileOf("audit.json")));
    AuditDisplay.Write(found);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
