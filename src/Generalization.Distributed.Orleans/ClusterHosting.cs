using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Generalization.Distributed.Orleans;

/// <summary>Makes silos and clients of Orleans members of a training.</summary>
/// <remarks>Where members find each other is the host's choice: UseLocalhostClustering, UseRedisClustering, UseAdoNetClustering or another
/// of Orleans' own.</remarks>
public static class ClusterHosting
{
    /// <summary>A silo that holds blocks.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="training">The training, the same in all processes.</param>
    /// <param name="options">What the members agree on.</param>
    /// <param name="secret">The cluster's secret. Default: null, the members trust the network.</param>
    public static ISiloBuilder AddTraining(
        this ISiloBuilder silo,
        DistributedTraining training,
        EngineOptions options,
        X509Certificate2? secret = null
    )
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton(training ?? throw new ArgumentNullException(nameof(training)));
        silo.Services.AddSingleton(options ?? throw new ArgumentNullException(nameof(options)));
        silo.AddPlacementDirector<EvenPlacement, EvenPlacementDirector>();
        // Orleans' own would see a death after about 15 s.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        if (secret is not null)
            silo.UseTls(tls => ClusterSecurity.Configure(tls, secret));
        return silo;
    }

    /// <summary>A client: a worker, or who looks on.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">What the members agree on.</param>
    /// <param name="secret">The cluster's secret. Default: null, the members trust the network.</param>
    public static IClientBuilder AddTraining(this IClientBuilder client, EngineOptions options, X509Certificate2? secret = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = options.Patience);
        client.Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        if (secret is not null)
            client.UseTls(tls => ClusterSecurity.Configure(tls, secret));
        return client;
    }
}
