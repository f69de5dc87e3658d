using System.CommandLine;
using Generalization.CommandLine;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Results;
using Generalization.Files;
using Generalization.Report.Distributed;
using Generalization.Samples;
using Generalization.Torch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using TorchSharp;

TorchRuntime.KeepFreedMemory();
return await SampleApplication.RunAsync(Options.Command(ClusterOptions.All), args, Run);

int Run(ParseResult options, CancellationToken token)
{
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
    if (options.GetValue(Options.Compare))
        return new Comparison(options, data, folder, token).Run();
    if (options.GetValue(ClusterOptions.Role) == "watch")
        return Show(Looked(options, token).GetAwaiter().GetResult(), folder, options);
    if (options.GetValue(Options.Simulate) is not null)
    {
        using var run = new SimulatedRun(options.Training(data));
        return Show(run.Run(options, token), folder, options);
    }

    return Show(new LocalCluster(options, args, data, folder).Run(token).GetAwaiter().GetResult(), folder, options);

    async Task<int> Silo(ParseResult given, CancellationToken stop)
    {
        using var secret = given.ReadSecret();
        using var host = Members.Silo(given, given.Training(data), Engine(given), secret);
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

    async Task<DistributedRun> Looked(ParseResult given, CancellationToken stop)
    {
        using var secret = given.ReadSecret();
        using var host = Client(given, secret);
        await host.StartAsync(stop);
        var client = host.Services.GetRequiredService<IClusterClient>();
        return await new Watch(given, given.Training(data), client, Engine(given).Folder).Run(stop);
    }
}

static EngineOptions Engine(ParseResult given) =>
    Members.Engine(given.GetValue(ClusterOptions.Checkpoints) ?? "checkpoints", given.GetValue(ClusterOptions.Silos));

static IHost Client(ParseResult given, System.Security.Cryptography.X509Certificates.X509Certificate2? secret) =>
    Members.Client(Engine(given), secret, given.GetValue(ClusterOptions.Redis), given.GetValue(ClusterOptions.Gateways)!);

static int Show(DistributedRun run, string folder, ParseResult options)
{
    DistributedExport.Write(folder, run);
    if (options.GetValue(CommonOptions.Json) is { } json)
        WholeFile.Write(json, DistributedExport.Json(run));
    foreach (var line in Summary.Of(run))
        Console.WriteLine(line);
    Console.WriteLine($"Written to {folder}");
    return 0;
}
