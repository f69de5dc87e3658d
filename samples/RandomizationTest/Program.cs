using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Inputs;
using Generalization.Report.Exports;
using Generalization.Samples;
using Generalization.Torch;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(), args, Run, patience: TimeSpan.FromSeconds(20));

static int Run(ParseResult options, CancellationToken token)
{
    if (options.GetValue(Options.Load) is { } kept)
        return Pictured.Predict(kept, options.GetValue(Options.Predict)!, options.TorchDevice());

    var experiments = options.Experiments();
    PrecisionNotice.Write(experiments.Any(e => e.Precision == "bfloat16"), options.TorchDevice());
    var data = options.LoadWhole(options.GetValue(Options.Dataset)!, token);
    var catalog = options.Catalog(options.GetValue(Options.Dataset)!, data);
    var input = catalog.Input.With(options.GetValue(Options.Augment)!);
    CropNotice.Write(input, data.Shape);
    // Refused before a folder is made for results.
    input.ShapeOf(data);
    var runner = new ExperimentRunner(catalog, options.RunnerOptions());
    SampleApplication.Check(runner.Catalog, experiments);
    using var folder = ResultFolder.Claim(options.OutFolder("randomization-test"));
    var export = new TrainingExport(folder, data);
    var display = new TrainingDisplay(options.GetValue(CommonOptions.Quiet));

    var runs = new SampleRuns(folder, runner);
    var code = runs.InTurn(experiments, Train, "runs");
    if (code != 0)
        return code;

    var result = TrainingExport.ResultOf(runs.Finished);
    export.WritePictures(runs.Finished);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, result.ToJson());
    TrainingDisplay.Write(ResultTable.Of(result));
    Console.WriteLine("Gap: the generalization gap, training minus test accuracy.");
    Console.WriteLine(result.Verdict);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;

    void Train(TrainingExperiment experiment)
    {
        display.Show(experiment.Corruption, progress => runs.Run(experiment, progress, token));
        export.Write(runs.Finished);
    }
}
