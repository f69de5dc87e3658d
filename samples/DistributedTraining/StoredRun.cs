using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Threading;
using TorchSharp;

namespace Generalization.Samples;

/// <summary>A training that is kept in a store as an experiment, whatever its engine.</summary>
internal sealed class StoredRun(ParseResult given, IReadOnlyList<string> arguments, string path)
{
    public int Run(CancellationToken token)
    {
        // As without a store: steps of a few images are too small for more than one.
        torch.set_num_threads(given.GetValue(ClusterOptions.Threads));
        var experiment = given.Experiment();
        var store = RunStore.Open(path);
        var folder = given.OutFolder("distributed-training");
        Writable.CheckFolder(folder, CommonOptions.Out.Name);
        if (store.Read(experiment).Result is null || !Summary.IsOf(folder, DistributedFiles.Read(store.FolderOf(experiment))))
            Summary.CheckNew(folder);
        var catalog = given.Catalog(experiment.Dataset, given.LoadWhole(experiment.Dataset, token)).WithConvolutions();
        var runner = new ExperimentRunner(catalog, new RunnerOptions { Cluster = new ClusterEngine(given, arguments) });
        if (store.Read(experiment).Result is not null)
            Console.WriteLine(
                $"{experiment.Words}: it is finished in {store.Folder} already and is not run again; remove "
                    + $"{store.FolderOf(experiment)} to "
                    + "run it again."
            );
        RunResult? result;
        try
        {
            result = runner.Run(store, experiment, new SynchronousProgress<RunProgress>(Said), token);
        }
        catch (OperationCanceledException)
        {
            var how = experiment.Engine == "cluster" ? "goes on from its last checkpoint" : "begins it again";
            Console.Error.WriteLine($"Stopped; the same command {how}.");
            return SampleApplication.Stopped;
        }

        return Ended(store, experiment, result, folder);
    }

    private int Ended(RunStore store, DistributedExperiment experiment, RunResult? result, string folder)
    {
        if (result is null)
            throw new IOException($"Another process makes this training in {store.Folder}; wait for it, or name another store.");
        if (result.Error is { } error)
            throw new ArgumentException(error);
        if (DistributedFiles.Read(store.FolderOf(experiment)) is { } run)
            return Summary.Show(run, folder, given);
        // Its files were removed, and its numbers were not.
        Console.WriteLine(result.Outcome);
        return 0;
    }

    private void Said(RunProgress progress)
    {
        // A cluster says more while it is looked at.
        if (progress.At is DistributedAt at && given.GetValue(Options.Simulate) is not null && !given.GetValue(CommonOptions.Quiet))
            Console.WriteLine(at.Epoch.Line);
    }
}
