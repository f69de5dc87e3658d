using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Exports;
using Generalization.Samples;
using Generalization.Threading;

return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var catalog = options.Catalog(token);
    var experiments = options.Experiments(catalog);
    var runner = new ExperimentRunner(catalog, new RunnerOptions { Device = options.TorchDevice(), KeepDetails = true });
    SampleApplication.Check(runner.Catalog, experiments);
    using var folder = ResultFolder.Claim(options.OutFolder("finite-sample-expressivity"));

    var runs = new SampleRuns(folder, runner);
    var code = runs.InTurn(experiments, Construct, "networks");
    if (code != 0)
        return code;

    FiniteSampleResult[] results = [.. runs.Finished.Select(r => r.Result!.FiniteSample!)];
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, FiniteSampleResult.ToJson(results));
    TrainingDisplay.Write(ResultTable.Of(results));
    foreach (var remark in results.Select(r => r.ModuleRemark).OfType<string>())
        Console.WriteLine(remark);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;

    void Construct(FiniteSampleExperiment experiment)
    {
        runs.Run(experiment, new SynchronousProgress<RunProgress>(_ => { }), token);
        FiniteSampleExport.Write(folder, runs.Finished);
        // A construction of minutes hears of Ctrl-C too late to say what was finished.
        if (!options.GetValue(CommonOptions.Quiet))
            Console.WriteLine($"Depth {experiment.Depth} is in {folder.Path}");
    }
}
