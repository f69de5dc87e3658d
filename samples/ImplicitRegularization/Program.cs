using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.LeastNorm;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report.Exports;
using Generalization.Samples;

return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var experiment = options.Experiment();
    var data = options.LoadData(experiment.Dataset, token);
    var runner = new ExperimentRunner(
        options.Catalog(experiment.Dataset, data),
        new RunnerOptions { Device = options.TorchDevice(), KeepDetails = true }
    );
    using var folder = ResultFolder.Claim(options.OutFolder("implicit-regularization"));
    var display = new PathDisplay(options.GetValue(CommonOptions.Quiet));

    var run = display.Show(progress => new SampleRuns(folder, runner).Run(experiment, progress, token));

    var result = run.Result!.LeastNorm!;
    LeastNormExport.Write(folder, run);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, result.ToJson());
    foreach (var table in ResultTables.Of(result))
        TrainingDisplay.Write(table);
    Console.WriteLine(
        $"The Hessian is the same at every solution: {result.Hessian.Rank} of {result.Hessian.Dimension} eigenvalues are not 0."
    );
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}
