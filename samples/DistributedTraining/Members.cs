using System.CommandLine;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Generalization.Distributed;
using Generalization.Distributed.Orleans;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using StackExchange.Redis;

namespace Generalization.Samples;

/// <summary>Makes the hosts of a cluster's members.</summary>
internal static class Members
{
    private const string Cluster = "generalization";

    public static EngineOptions Engine(string checkpoints, int silos = 1) => new(checkpoints) { Silos = silos };

    public static IHost Silo(ParseResult given, DistributedTraining training, EngineOptions engine, X509Certificate2? secret) =>
        Silo(
            training,
            engine,
            secret,
            given.GetValue(ClusterOptions.Redis),
            given.GetValue(ClusterOptions.Port),
            given.GetValue(ClusterOptions.Gateway),
            given.GetValue(ClusterOptions.Primary)
        );

    public static IHost Silo(
        DistributedTraining training,
        EngineOptions engine,
        X509Certificate2? secret,
        string? redis,
        int port,
        int gateway,
        int primary
    )
    {
        var builder = Quiet();
        builder.UseOrleans(silo =>
        {
            if (redis is null)
                silo.UseLocalhostClustering(port, gateway, new IPEndPoint(IPAddress.Loopback, primary), Cluster, Cluster);
            else
                silo.Configure<Orleans.Configuration.ClusterOptions>(Named)
                    .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis))
                    .ConfigureEndpoints(port, gateway, listenOnAnyHostAddress: true);
            silo.AddTraining(training, engine, secret);
        });
        return builder.Build();
    }

    public static IHost Client(EngineOptions engine, X509Certificate2? secret, string? redis, int[] gateways)
    {
        var builder = Quiet();
        builder.UseOrleansClient(client =>
        {
            if (redis is null)
                client.UseLocalhostClustering(gateways, Cluster, Cluster);
            else
                client
                    .Configure<Orleans.Configuration.ClusterOptions>(Named)
                    .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            client.UseConnectionRetryFilter(
                async (_, token) =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(500), token);
                    return true;
                }
            );
            client.AddTraining(engine, secret);
        });
        return builder.Build();
    }

    private static void Named(Orleans.Configuration.ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Cluster, Cluster);

    // Orleans tells of every connection that a killed member leaves.
    private static HostApplicationBuilder Quiet()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        return builder;
    }
}
