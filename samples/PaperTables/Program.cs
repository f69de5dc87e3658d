using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Samples;
using Generalization.Torch;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(), args, Run, Timeout.InfiniteTimeSpan);

static int Run(ParseResult options, CancellationToken token)
{
    var list = options.ListOfExperiments();
    var chosen = options.ChosenOf(list);
    if (options.GetValue(Options.List))
        return Tables.WriteList(chosen);
    var store = options.OpenStore(list);
    var sweep = options.Sweep(store);
    if (options.GetValue(Options.Status))
        return Tables.WriteStatus(store.ReadAll(chosen)) | Tables.WriteOtherData(options.OfOtherData(sweep, chosen, token));
    if (options.GetValue(Options.Report))
    {
        var found = options.OfOtherData(sweep, list.Experiments, token);
        return Tables.WriteDamage(Report(options, list, store, found)) | Tables.WriteOtherData(found);
    }

    PrecisionNotice.Write(chosen.OfType<TrainingExperiment>().Any(e => e.Precision == "bfloat16"), options.TorchDevice());
    var others = options.OfOtherData(sweep, list.Experiments, token);
    var display = new SweepDisplay(options.GetValue(CommonOptions.Quiet));

    // A page that is open in a browser shows how far the sweep is.
    var page = new Periodically(
        () => ReportOf(options, list, store, others).Write(store.Folder),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1)
    );
    var outcome = Stoppable.Run(
        () =>
        {
            using (page)
                return display.Show(progress => sweep.Run(chosen, progress, token));
        },
        () => Report(options, list, store, others)
    );
    if (outcome is null)
        return SampleApplication.Stopped;
    Report(options, list, store, others);
    return Tables.WriteOutcome(outcome);
}

// A result of other data is named, and not counted.
static PaperReport ReportOf(ParseResult options, ExperimentList list, RunStore store, IReadOnlyList<InterruptedRun> others) =>
    PaperReport.Of(
        list.Name,
        [.. store.ReadAll(list.Experiments).Select(run => others.Any(o => o.Experiment.Id == run.Experiment.Id) ? run.AsPending() : run)],
        options.GetValue(Options.Remark)!
    );

static IReadOnlyList<Run> Report(ParseResult options, ExperimentList list, RunStore store, IReadOnlyList<InterruptedRun> others)
{
    var report = ReportOf(options, list, store, others);
    report.Write(store.Folder);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, File.ReadAllText(Path.Combine(store.Folder, "tables.json")));
    Tables.Write(report);
    Console.WriteLine($"Written to {Path.Combine(store.Folder, "report.html")}");
    return report.Runs;
}
