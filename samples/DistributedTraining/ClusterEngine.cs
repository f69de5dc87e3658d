using System.CommandLine;
using Generalization.Distributed;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Generalization.Samples;

/// <summary>Trains in a cluster on this machine, which it starts, or looks on where others have started one.</summary>
internal sealed class ClusterEngine(ParseResult given, IReadOnlyList<string> arguments) : IDistributedEngine
{
    public DistributedRun Train(
        DistributedTraining training,
        string folder,
        Action<DistributedEpoch>? epochDone = null,
        CancellationToken token = default
    ) =>
        (
            given.GetValue(ClusterOptions.Role) == "watch"
                ? Looked(training, epochDone, token)
                : new LocalCluster(given, arguments, training, folder).Run(epochDone, token)
        )
            .GetAwaiter()
            .GetResult();

    private async Task<DistributedRun> Looked(DistributedTraining training, Action<DistributedEpoch>? epochDone, CancellationToken token)
    {
        var engine = Members.Engine(given.GetValue(ClusterOptions.Checkpoints) ?? "checkpoints");
        using var secret = given.ReadSecret();
        using var host = Members.Client(engine, secret, given.GetValue(ClusterOptions.Redis), given.GetValue(ClusterOptions.Gateways)!);
        await host.StartAsync(token);
        var client = host.Services.GetRequiredService<IClusterClient>();
        return await new Watch(given, training, client, engine.Folder) { EpochDone = epochDone }.Run(token);
    }
}
