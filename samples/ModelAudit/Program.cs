using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Measures.Audits;
using Generalization.Measures.Probabilities;
using Generalization.Report.Audits;
using Generalization.Samples;
using Generalization.Torch;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(), args, Run);

static int Run(ParseResult options, CancellationToken token)
{
    var table = options.GetValue(Options.Probabilities) is { } file
        ? ProbabilityFiles.Read(file, options.GetValue(Options.Labels), token: token)
        : null;
    var data = table is null ? Planted(options, options.LoadData(options.DatasetName(), token)) : null;
    using var folder = ResultFolder.Claim(options.OutFolder("model-audit"));
    var result = table is not null
        ? new Audit { Seed = options.GetValue(CommonOptions.Seed) }.Run(table, Path.GetFileName(options.GetValue(Options.Probabilities)!))
        : Audited(options, data!, folder.Path, token);
    AuditExport.Write(folder.Path, result, data);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, AuditJson.Of(result));
    AuditDisplay.Write(result);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}

static AuditResult Audited(ParseResult options, TrainTestData data, string folder, CancellationToken token)
{
    var learner = Learners.Of(options, data);
    var audit = options.Audit(data);
    try
    {
        return new AuditDisplay(options.GetValue(CommonOptions.Quiet)).Show(progress =>
            audit.Run(learner, data, progress: progress, token: token)
        );
    }
    catch (OperationCanceledException) when (audit.Folder is { } store)
    {
        Directory.Delete(folder, recursive: true);
        throw new OperationCanceledException($"Stopped; what was trained is in {store}, and the same command goes on from there.");
    }
}

// A label that is drawn anew comes out the same in one of k draws.
static TrainTestData Planted(ParseResult options, TrainTestData data) =>
    options.PlantedShare() is > 0 and var share
        ? data.Corrupt(new UniformLabelNoise(share / (1 - 1.0 / data.ClassCount)), options.GetValue(CommonOptions.Seed))
        : data;
