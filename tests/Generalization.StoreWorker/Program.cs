using Generalization.CommandLine;
using Generalization.Experiments;
using Generalization.Experiments.Kinds;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Tests.StoreWorker;

using var signals = new StopSignals();
var options = WorkerOptions.Parse(args, Environment.GetEnvironmentVariables());
var list = ExperimentList.Load(options.Experiments, KnownKinds.All).Experiments;
var runner = new ExperimentRunner(TinyCatalog.Create(), new RunnerOptions { CheckpointEvery = options.CheckpointEvery });
try
{
    var folder = options.Store;
    if (Environment.GetEnvironmentVariable("WAIT_FOR") is { } gate)
    {
        // So that processes which are started together also begin together.
        Console.WriteLine("ready");
        while (!File.Exists(gate))
            Thread.Sleep(1);
    }

    if (folder is null)
    {
        WarmUp();
        Console.WriteLine("ready");
        folder = Console.ReadLine();
        if (folder is null)
            return 0;
    }

    var store = RunStore.Open(folder, new LeaseOptions { RenewEvery = TimeSpan.FromMilliseconds(50), TimeOut = TimeSpan.FromSeconds(20) });
    var outcome = new SweepRunner(store, runner, new SweepOptions { Shard = options.Shard }).Run(list, new Ended(), signals.Token);
    foreach (var run in outcome.Interrupted)
        Console.Error.WriteLine(run.Error);
    return outcome.Interrupted.IsEmpty ? 0 : 1;
}
catch (OperationCanceledException)
{
    return signals.ExitCode;
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// Loads libtorch and has everything compiled.
void WarmUp()
{
    var aside = Directory.CreateTempSubdirectory("warm-up").FullName;
    new SweepRunner(RunStore.Open(aside), runner).Run([((TrainingExperiment)list[0]) with { Epochs = 1 }]);
    Directory.Delete(aside, recursive: true);
}

internal sealed class Ended : IProgress<SweepProgress>
{
    public void Report(SweepProgress value)
    {
        if (value.Ended is { } result)
            Console.WriteLine($"ended {result.Experiment.Id}");
        else if (value.Current is { At: null } begun)
            Console.WriteLine($"began {begun.Experiment.Id}");
    }
}
