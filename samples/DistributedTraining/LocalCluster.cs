using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Distributed;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Generalization.Samples;

/// <summary>A cluster on this machine: this process holds the membership and some blocks, and starts the others.</summary>
internal sealed class LocalCluster(ParseResult given, IReadOnlyList<string> arguments, DistributedTraining training, string folder)
{
    public async Task<DistributedRun> Run(Action<DistributedEpoch>? epochDone, CancellationToken token)
    {
        var checkpoints = given.GetValue(ClusterOptions.Checkpoints) ?? Path.Combine(folder, "checkpoints");
        using var secret = given.ReadSecret();
        var (silos, redis) = (given.GetValue(ClusterOptions.Silos), given.GetValue(ClusterOptions.Redis));
        var engine = Members.Engine(checkpoints, silos);
        CheckUnfinished(engine.Folder);
        var ports = LocalProcesses.FreePorts(2 * silos);
        using var own = Members.Silo(training, engine, secret, redis, ports[0], ports[1], ports[0]);
        await own.StartAsync(token);
        using var processes = new LocalProcesses(WithoutOwn(arguments));
        for (var silo = 1; silo < silos; silo++)
            processes.Start(
                $"silo {silo}",
                [
                    .. Member("silo", checkpoints),
                    "--port",
                    Text(ports[2 * silo]),
                    "--gateway",
                    Text(ports[2 * silo + 1]),
                    "--primary",
                    Text(ports[0]),
                ]
            );
        string[] gateways = [.. Enumerable.Range(0, silos).Select(s => Text(ports[2 * s + 1]))];
        for (var worker = 0; worker < given.GetValue(Options.Workers); worker++)
            processes.Start(
                $"worker {worker}",
                [.. Member("worker", checkpoints), "--number", Text(worker), "--gateways", string.Join(',', gateways)]
            );
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        var chaos = new Chaos(processes, given.GetValue(CommonOptions.Seed), given.GetValue(ClusterOptions.Chaos), Say).Run(ended.Token);
        var watch = new Watch(given, training, own.Services.GetRequiredService<IClusterClient>(), engine.Folder)
        {
            EpochDone = epochDone,
            Check = processes.Check,
        };
        var run = await watch.Run(token);
        await ended.CancelAsync();
        await chaos;
        processes.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await own.StopAsync(patience.Token);
        return run;
    }

    // Before members are started: they could not begin with checkpoints of another training, and have nothing to do after the last epoch.
    private void CheckUnfinished(string checkpoints)
    {
        if (new CheckpointFolder(checkpoints).ReadManifest(training.Describe()) is { } last && last.Epoch >= training.Plan.Epochs)
            throw new IOException(
                $"A cluster must begin with no checkpoint or one before the last epoch, {training.Plan.Epochs}, but the training in "
                    + $"{checkpoints} is finished; name another folder, or remove {checkpoints} to train again."
            );
    }

    // Each member gets its own of these, and an option may be given once.
    private static string[] WithoutOwn(IReadOnlyList<string> arguments)
    {
        string[] own = ["--role", "--checkpoints", "--out", "--json", "--store", "--chaos"];
        var others = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
            if (own.Contains(arguments[i]))
                i++;
            else if (!own.Any(o => arguments[i].StartsWith(o + "=", StringComparison.Ordinal)) && arguments[i] != "--quiet")
                others.Add(arguments[i]);
        return [.. others];
    }

    private static string[] Member(string role, string checkpoints) =>
        ["--role", role, "--checkpoints", Path.GetFullPath(checkpoints), "--quiet"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Say(string line)
    {
        if (!given.GetValue(CommonOptions.Quiet))
            Console.WriteLine(line);
    }
}
