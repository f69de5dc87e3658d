using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Exports;
using Generalization.Samples;

return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var experiments = options.Experiments();
    var data = options.LoadWhole(options.GetValue(Options.Dataset)!, token, options.GetValue(Options.Validation));
    var runner = new ExperimentRunner(options.Catalog(options.GetValue(Options.Dataset)!, data), options.RunnerOptions());
    SampleApplication.Check(runner.Catalog, experiments);
    using var folder = ResultFolder.Claim(options.OutFolder("kernel-interpolation"));
    var display = new SolverDisplay(options.GetValue(CommonOptions.Quiet));

    var runs = display.Show(progress => new SampleRuns(folder, runner).Run(experiments, progress, token));

    KernelResult[] results = [.. runs.Select(r => r.Result!.Kernel!)];
    KernelExport.Write(folder, runs);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, KernelResult.ToJson(results));
    TrainingDisplay.Write(ResultTable.Of(results));
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
