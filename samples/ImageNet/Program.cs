using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;
using Generalization.Inputs;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Report.Exports;
using Generalization.Samples;
using Generalization.Torch;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(), args, Run, patience: TimeSpan.FromMinutes(1));

static int Run(ParseResult options, CancellationToken token)
{
    var experiments = options.Experiments();
    var (device, quiet) = (options.TorchDevice(), options.GetValue(CommonOptions.Quiet));
    PrecisionNotice.Write(experiments.Any(e => e.Precision == "bfloat16"), device);
    // Read before a folder is made for results: what is not there is said at once.
    var meter = new PictureMeter(new SkiaDecoder());
    var given = options.FolderOf() is { } found ? Pictures.Open(options, found, meter, token) : null;
    using var folder = ResultFolder.Claim(options.OutFolder("imagenet"));
    var content =
        given
        ?? Pictures.Open(
            options,
            ImageNetDatasets.Small(folder.FileOf(ExperimentCatalog.SmallImageNet), options.SmallOptions(), token),
            meter,
            token
        );
    var data = new TrainTestData(meter.Of(content.Data.Train), content.Data.Test);
    var runner = new ExperimentRunner(
        ExperimentCatalog.Paper().With(options.DatasetOf(), () => data),
        new RunnerOptions
        {
            Device = device,
            KeepDetails = true,
            KeepNetworks = options.GetValue(Options.Save),
            ReadAhead = new ReadAhead(options.GetValue(Options.Readers)),
        }
    );
    var export = new TrainingExport(folder, data, content.PassedOver.Sum(p => p.Files));
    var display = new TrainingDisplay(quiet, meter);
    var runs = new SampleRuns(folder, runner);
    var code = runs.InTurn(experiments, Train, "runs");
    if (code != 0)
        return code;

    export.WritePictures(runs.Finished);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, export.NumbersOf(runs.Finished).ToJson());
    var report = PaperReport.Of(options.DatasetOf(), runs.Finished);
    report.Write(folder.Path);
    ResultTable.Write(export.NumbersOf(runs.Finished), report);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;

    void Train(TrainingExperiment experiment)
    {
        display.Show(experiment.Corruption, progress => runs.Run(experiment, progress, token));
        export.Write(runs.Finished);
    }
}
