using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Generalization.Data;
using Generalization.Distributed;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Work;
using Generalization.Distributed.Workers;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Generalization.Samples;

/// <summary>Measures how fast parameters and gradients go between two processes, from tensor to tensor.</summary>
internal sealed class TransferMeasurement(ParseResult given, IReadOnlyList<string> arguments, TrainTestData data)
{
    // The runtime compiles what runs often anew, and the first rounds are slow.
    private const int Rounds = 100,
        Counted = 50;

    public async Task<int> Run(CancellationToken token)
    {
        var training = Training();
        var folder = Directory.CreateTempSubdirectory("generalization-transfer-").FullName;
        try
        {
            var engine = Members.Engine(folder);
            if (given.GetValue(ClusterOptions.Role) == "silo")
            {
                using var silo = Members.Silo(given, training, engine, null);
                await silo.StartAsync(token);
                var empty = Process.GetCurrentProcess().WorkingSet64;
                while (!token.IsCancellationRequested)
                {
                    await Task.Delay(1000, token);
                    await File.WriteAllTextAsync(
                        Note(given.GetValue(ClusterOptions.Port)),
                        $"{empty} {Process.GetCurrentProcess().WorkingSet64}",
                        token
                    );
                }
            }

            var ports = LocalProcesses.FreePorts(2);
            using var processes = new LocalProcesses(arguments);
            processes.Start("silo", "--role", "silo", "--port", Text(ports[0]), "--gateway", Text(ports[1]), "--primary", Text(ports[0]));
            using var host = Members.Client(engine, null, null, [ports[1]]);
            await host.StartAsync(token);
            await Measure(training, host.Services.GetRequiredService<IClusterClient>(), token);
            await Task.Delay(1500, token);
            var text = await File.ReadAllTextAsync(Note(ports[0]), token);
            var memory = text.Split(' ').Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            File.Delete(Note(ports[0]));
            var blocks = training.Layout.Length * sizeof(float) / 1e6;
            Say($"silo: {memory[0] / 1e6:0} MB before its blocks, {memory[1] / 1e6:0} MB after; blocks {blocks:0} MB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task Measure(DistributedTraining training, IClusterClient client, CancellationToken token)
    {
        using var gradients = training.CreateGradients();
        var transfer = new BlockTransfer(client, training, gradients.Flat, 0);
        var coordinator = client.GetGrain<ICoordinatorGrain>(0);
        WorkReply reply;
        do reply = await coordinator.Next(0, training.Describe(), null);
        while (reply.Answer != WorkAnswer.Part);
        var bytes = training.Layout.Length * sizeof(float) / 1e6;
        gradients.Step(training.Plan.Part(0));
        var (pulls, pushes) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var part = training.Plan.Part(round);
            var began = Stopwatch.GetTimestamp();
            await transfer.Pull(reply.Generation, part, token);
            var pulled = Stopwatch.GetElapsedTime(began).TotalSeconds;
            began = Stopwatch.GetTimestamp();
            await transfer.Push(reply.Generation, part, token);
            var pushed = Stopwatch.GetElapsedTime(began).TotalSeconds;
            pulls.Add(bytes / pulled);
            pushes.Add(bytes / pushed);
            if (round % 10 == 9)
                Say($"{round + 1} of {Rounds}: pull {pulls[^1]:0} MB/s, push {pushes[^1]:0} MB/s");
        }

        Say($"{bytes:0} MB in {training.Layout.Blocks.Length} blocks, medians of the last {Counted} rounds:");
        Say($"pull {Median(pulls):0} MB/s, push {Median(pushes):0} MB/s");
    }

    private DistributedTraining Training()
    {
        var width = given.GetValue(ClusterOptions.Transfer)!.Value * 1_000_000 / 4 / (data.Shape.Size + 1 + data.Train.ClassCount);
        return new DistributedTraining(
            new NetworkRecipe(
                "wide",
                (shape, k, seed) => MultilayerPerceptron.Create(shape, k, seed, width),
                new TrainingOptions(new ConstantRate(1e-3))
                {
                    BatchSize = 1,
                    Optimizer = new Sgd { Momentum = 0 },
                }
            ),
            data,
            new InputPipeline(),
            0,
            new DistributedOptions { Workers = 1, BlockBytes = given.GetValue(Options.BlockKilobytes) * 1024 }
        );
    }

    private static double Median(List<double> rates) => rates.TakeLast(Counted).Order().ElementAt(Counted / 2);

    // Where a silo says how much memory it has.
    private static string Note(int port) => Path.Combine(Path.GetTempPath(), "generalization-silo-" + Text(port));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
