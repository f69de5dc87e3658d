using Garnet;
using Generalization.Distributed;
using Generalization.Distributed.Orleans;
using Generalization.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Hosting;
using StackExchange.Redis;

namespace Generalization.Tests;

/// <summary>Members that find each other by a server that speaks Redis' protocol, over sockets.</summary>
public class RedisMembershipTests
{
    [GarnetFact]
    public async Task A_training_goes_on_where_any_silo_is_lost()
    {
        using var folder = new TestFolder();
        var (server, a, b) = (ClusterSecurityTests.FreePorts()[0], ClusterSecurityTests.FreePorts(), ClusterSecurityTests.FreePorts());
        using var redis = GarnetFactAttribute.Start(server);
        var training = Trainings.Perceptron(new DistributedOptions { BlockBytes = 16 * 1024 }, examples: 640, epochs: 6);
        var engine = new EngineOptions(folder.Path) { Patience = TimeSpan.FromSeconds(3) };
        var first = Silo(training, engine, server, a);
        using var second = Silo(training, engine, server, b);
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        using var client = Client(engine, server);
        await client.StartAsync();
        var grains = client.Services.GetRequiredService<IClusterClient>();
        var work = Enumerable
            .Range(0, 4)
            .Select(async number =>
            {
                using var worker = new ClusterWorker(grains, training, number, torchThreads: 1);
                await worker.RunAsync();
            })
            .ToArray();
        while ((await grains.GetGrain<ICoordinatorGrain>(0).Status()).PartsDone < 120)
            await Task.Delay(20);

        // Without a word of farewell.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Task.WhenAny(first.StopAsync(now.Token));
        first.Dispose();
        await Task.WhenAll(work).WaitAsync(TimeSpan.FromSeconds(120));

        var status = await grains.GetGrain<ICoordinatorGrain>(0).Status();
        status.Epoch.Should().Be(6);
        status.IsFinished.Should().BeTrue();
    }

    internal static void Find(RedisClusteringOptions options, int port) =>
        options.ConfigurationOptions = ConfigurationOptions.Parse($"127.0.0.1:{port},abortConnect=false");

    internal static void Named(ClusterOptions options) => (options.ClusterId, options.ServiceId) = ("redis", "redis");

    private static IHost Silo(DistributedTraining training, EngineOptions engine, int server, int[] ports)
    {
        var builder = ClusterSecurityTests.Quiet();
        builder.UseOrleans(silo =>
            silo.Configure<ClusterOptions>(Named)
                .UseRedisClustering(options => Find(options, server))
                .ConfigureEndpoints(System.Net.IPAddress.Loopback, ports[0], ports[1])
                .AddTraining(training, engine)
        );
        return builder.Build();
    }

    internal static IHost Client(EngineOptions engine, int server)
    {
        var builder = ClusterSecurityTests.Quiet();
        builder.UseOrleansClient(client =>
            client.Configure<ClusterOptions>(Named).UseRedisClustering(options => Find(options, server)).AddTraining(engine)
        );
        return builder.Build();
    }
}
