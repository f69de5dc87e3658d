using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Distributed;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Files;
using Generalization.Samples;
using Generalization.Torch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using TorchSharp;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(ClusterOptions.All), args, Run);

int Run(ParseResult options, CancellationToken stopped)
{
    var token = Starter.Until(stopped);
    options.Check();
    if (options.GetValue(Options.Store) is { } store && options.GetValue(ClusterOptions.Role) is "all" or "watch")
        return new StoredRun(options, args, store).Run(token);
    var data = options.TrainingData(token);
    if (options.GetValue(ClusterOptions.Transfer) is not null)
        return new TransferMeasurement(options, args, data).Run(token).GetAwaiter().GetResult();
    // Steps of a few images are too small for more than one.
    torch.set_num_threads(options.GetValue(ClusterOptions.Threads));
    switch (options.GetValue(ClusterOptions.Role))
    {
        case "silo":
            return Silo(options, token).GetAwaiter().GetResult();
        case "worker":
            return Worker(options, token).GetAwaiter().GetResult();
    }

    var folder = options.OutFolder("distributed-training");
    Writable.CheckFolder(folder, CommonOptions.Out.Name);
    Summary.CheckNew(folder);
    if (options.GetValue(Options.Compare))
        return new Comparison(options, data, folder, token).Run();
    var simulated = options.Experiment() is { Engine: "simulation" } e ? e : null;
    IDistributedEngine engine = simulated is null ? new ClusterEngine(options, args) : new SimulationEngine(simulated.Assumed());
    try
    {
        var run = engine.Train(options.Training(data), folder, simulated is null ? null : Said, token);
        return Summary.Show(options.WithCorruption(run), folder, options);
    }
    catch (OperationCanceledException) when (simulated is null && stopped.IsCancellationRequested)
    {
        Console.Error.WriteLine($"Stopped; the same command with --out {folder} goes on from its last checkpoint, where it has made one.");
        return SampleApplication.Stopped;
    }

    void Said(DistributedEpoch epoch)
    {
        if (!options.GetValue(CommonOptions.Quiet))
            Console.WriteLine(epoch.Line);
    }

    async Task<int> Silo(ParseResult given, CancellationToken stop)
    {
        var (training, engine) = (given.Training(data), Engine(given));
        new CheckpointFolder(engine.Folder).ReadManifest(training.Describe());
        using var secret = given.ReadSecret();
        using var host = Members.Silo(given, training, engine, secret);
        await host.RunAsync(stop);
        return 0;
    }

    async Task<int> Worker(ParseResult given, CancellationToken stop)
    {
        var training = given.Training(data);
        using var secret = given.ReadSecret();
        using var host = Client(given, secret);
        await host.StartAsync(stop);
        using var worker = new ClusterWorker(
            host.Services.GetRequiredService<IClusterClient>(),
            training,
            given.WorkerNumber(),
            given.GetValue(ClusterOptions.Threads)
        );
        try
        {
            await worker.RunAsync(stop);
            return 0;
        }
        catch (OtherTrainingException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}

static EngineOptions Engine(ParseResult given) =>
    Members.Engine(given.GetValue(ClusterOptions.Checkpoints) ?? "checkpoints", given.GetValue(ClusterOptions.Silos));

static IHost Client(ParseResult given, System.Security.Cryptography.X509Certificates.X509Certificate2? secret) =>
    Members.Client(Engine(given), secret, given.GetValue(ClusterOptions.Redis), given.GetValue(ClusterOptions.Gateways)!);
