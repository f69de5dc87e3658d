using System.Net;
using Generalization.Distributed;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Policies;
using Generalization.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Generalization.Tests;

/// <summary>A network that is cut, over sockets.</summary>
public class NetworkCutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task Workers_that_a_cut_shut_out_come_back_and_no_bit_is_another(int seconds)
    {
        using var folder = new TestFolder();
        var ports = ClusterSecurityTests.FreePorts();
        var training = Training();
        var engine = new EngineOptions(folder.Path) { Patience = TimeSpan.FromSeconds(2), WorkerIsLostAfter = TimeSpan.FromSeconds(3) };
        await using var network = new CuttableNetwork(ports[1]);
        using var silo = Silo(training, engine, ports, network.Port);
        await silo.StartAsync();
        using var client = Client(engine, network.Port);
        await client.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        var work = Enumerable.Range(0, 4).Select(number => Work(client, training, number)).ToArray();
        var coordinator = silo.Services.GetRequiredService<IClusterClient>().GetGrain<ICoordinatorGrain>(0);
        while ((await coordinator.Status()).PartsDone < 60)
            await Task.Delay(20);

        network.Cut();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        network.Mend();
        await Task.WhenAll(work).WaitAsync(TimeSpan.FromSeconds(60));

        var status = await coordinator.Status();
        (status.IsFinished, status.PartsLost, status.TimesBack).Should().Be((true, 0, 0), "the blocks were there all the time");
        Weights(folder, training).Should().Equal(OneProcess.Weights(training), "what was sent twice counts once");
        await silo.StopAsync();
    }

    [GarnetFact]
    public async Task Silos_that_a_cut_parts_end_as_one_cluster()
    {
        using var folder = new TestFolder();
        var (server, a, b) = (ClusterSecurityTests.FreePorts()[0], ClusterSecurityTests.FreePorts(), ClusterSecurityTests.FreePorts());
        using var redis = GarnetFactAttribute.Start(server);
        var training = Training();
        var engine = new EngineOptions(folder.Path) { Patience = TimeSpan.FromSeconds(2), Silos = 2 };
        await using var toFirst = new CuttableNetwork(a[0]);
        await using var toSecond = new CuttableNetwork(b[0]);
        using var first = Silo(training, engine, server, a, toFirst.Port);
        using var second = Silo(training, engine, server, b, toSecond.Port);
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        using var client = RedisMembershipTests.Client(engine, server);
        await client.StartAsync();
        var work = Enumerable.Range(0, 4).Select(number => Work(client, training, number)).ToArray();
        var coordinator = client.Services.GetRequiredService<IClusterClient>().GetGrain<ICoordinatorGrain>(0);
        while ((await coordinator.Status()).PartsDone < 60)
            await Task.Delay(20);

        toFirst.Cut();
        toSecond.Cut();
        await Task.WhenAll(work).WaitAsync(TimeSpan.FromSeconds(120));

        Weights(folder, training)
            .Should()
            .Equal(OneProcess.Weights(training), "one of the silos was out, and all blocks went back to the same checkpoint");
    }

    private static DistributedTraining Training() =>
        Trainings.Perceptron(new DistributedOptions { Policy = new Synchronous(), BlockBytes = 16 * 1024 }, examples: 640, epochs: 6);

    private static float[] Weights(TestFolder folder, DistributedTraining training)
    {
        var checkpoints = new CheckpointFolder(folder.Path);
        return checkpoints.ReadWeights(training.Layout, checkpoints.ReadManifest(training.Describe())!);
    }

    private static IHost Silo(DistributedTraining training, EngineOptions engine, int server, int[] ports, int advertised)
    {
        var builder = ClusterSecurityTests.Quiet();
        builder.Services.AddSingleton<IFatalErrorHandler>(new Silenced());
        builder.UseOrleans(silo =>
            silo.Configure<ClusterOptions>(RedisMembershipTests.Named)
                .UseRedisClustering(options => RedisMembershipTests.Find(options, server))
                .Configure<EndpointOptions>(endpoints =>
                {
                    endpoints.AdvertisedIPAddress = IPAddress.Loopback;
                    (endpoints.SiloPort, endpoints.GatewayPort) = (advertised, ports[1]);
                    endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, ports[0]);
                })
                .AddTraining(training, engine)
        );
        return builder.Build();
    }

    private static Task Work(IHost client, DistributedTraining training, int number) =>
        Task.Run(async () =>
        {
            using var worker = new ClusterWorker(client.Services.GetRequiredService<IClusterClient>(), training, number, torchThreads: 1);
            await worker.RunAsync();
        });

    // Its clients find it where the network leads to it.
    private static IHost Silo(DistributedTraining training, EngineOptions engine, int[] ports, int gateway)
    {
        var builder = ClusterSecurityTests.Quiet();
        builder.UseOrleans(silo =>
            silo.UseLocalhostClustering(ports[0], gateway, null, "test", "test")
                .Configure<EndpointOptions>(endpoints => endpoints.GatewayListeningEndpoint = new IPEndPoint(IPAddress.Loopback, ports[1]))
                .AddTraining(training, engine)
        );
        return builder.Build();
    }

    private static IHost Client(EngineOptions engine, int gateway)
    {
        var builder = ClusterSecurityTests.Quiet();
        builder.UseOrleansClient(client => client.UseLocalhostClustering([gateway], "test", "test").AddTraining(engine));
        return builder.Build();
    }

    /// <summary>Orleans ends the process of a silo that others hold for dead; this process has the others.</summary>
    private sealed class Silenced : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => false;

        public void OnFatalException(object? sender, string? context, Exception? exception) { }
    }
}
