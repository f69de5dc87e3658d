using System.Collections;
using System.Globalization;
using Generalization.Experiments.Running;

namespace Generalization.Tests.StoreWorker;

/// <summary>The command line of an application that works through a list, as small as it can be.</summary>
/// <param name="Experiments">--experiments FILE.</param>
/// <param name="Store">--store DIR; null to be told on standard input, after everything is loaded.</param>
/// <param name="Shard">--shard i/n, or the scheduler's.</param>
/// <param name="CheckpointEvery">--checkpoint MILLISECONDS.</param>
internal sealed record WorkerOptions(string Experiments, string? Store, Shard? Shard, TimeSpan CheckpointEvery)
{
    public static WorkerOptions Parse(string[] arguments, IDictionary environment)
    {
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new WorkerOptions(
            given["--experiments"],
            given.GetValueOrDefault("--store"),
            given.TryGetValue("--shard", out var shard) ? Shard.Parse(shard) : Shard.FromEnvironment(environment),
            TimeSpan.FromMilliseconds(int.Parse(given.GetValueOrDefault("--checkpoint", "0"), CultureInfo.InvariantCulture))
        );
    }
}
