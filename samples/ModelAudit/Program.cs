using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Measures.Audits;
using Generalization.Measures.LabelErrors;
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
    AuditResult result;
    try
    {
        result = table is not null
            ? new Audit { Seed = options.GetValue(CommonOptions.Seed) }.Run(
                table,
                Path.GetFileName(options.GetValue(Options.Probabilities)!)
            )
            : Audited(options, data!, token);
    }
    catch (OperationCanceledException) when (options.GetValue(Options.Store) is { } store)
    {
        Console.Error.WriteLine($"Stopped; what was trained is in {store}, and the same command goes on from there.");
        return SampleApplication.Stopped;
    }

    AuditExport.Write(folder.Path, result, data);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, AuditJson.Of(result));
    AuditDisplay.Write(result);
    Console.WriteLine($"Written to {folder.Path}");
    return 0;
}

static AuditResult Audited(ParseResult options, TrainTestData data, CancellationToken token)
{
    var (learner, audit) = (Learners.Of(options, data), options.Audit(data));
    return new AuditDisplay(options.GetValue(CommonOptions.Quiet)).Show(progress =>
        audit.Run(learner, data, progress: progress, token: token)
    );
}

static TrainTestData Planted(ParseResult options, TrainTestData data) =>
    options.PlantedShare() is > 0 and var share
        ? new TrainTestData(PlantedNoise.Exactly(data.Train, share, options.GetValue(CommonOptions.Seed)).Data, data.Test)
        : data;
