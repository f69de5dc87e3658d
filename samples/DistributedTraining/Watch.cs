using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Distributed;
using Generalization.Distributed.Checkpoints;
using Generalization.Distributed.Orleans;
using Generalization.Distributed.Results;
using Generalization.Distributed.Workers;
using Generalization.Inputs;
using Orleans;
using Orleans.Runtime;
using Spectre.Console;

namespace Generalization.Samples;

/// <summary>Looks on: a line for each worker, an evaluation of each checkpoint, and what the blocks counted at the end.</summary>
internal sealed class Watch(ParseResult given, DistributedTraining training, IClusterClient client, string checkpoints)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1),
        LogEvery = TimeSpan.FromSeconds(5);

    private readonly CheckpointFolder folder = new(checkpoints);
    private readonly List<DistributedEpoch> epochs = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private Dictionary<int, (long Examples, long At)> before = [];
    private (long Parts, long At)? first;

    /// <summary>Hears each epoch that was evaluated; null where nobody does.</summary>
    public Action<DistributedEpoch>? EpochDone { get; init; }

    /// <summary>Throws where the training cannot go on; null where nobody knows.</summary>
    public Action? Check { get; init; }

    private double Seconds => Stopwatch.GetElapsedTime(began).TotalSeconds;

    public async Task<DistributedRun> Run(CancellationToken token)
    {
        using var network = training.CreateNetwork();
        using var flat = new FlatNetwork(network, training.Layout);
        using var train = training.InLayout(training.Input.Batches(training.Data.Train, training.Seed));
        using var test = training.InLayout(training.Input.Batches(training.Data.Test, training.Seed));
        var quiet = given.GetValue(CommonOptions.Quiet);
        var isLive = !quiet && !Console.IsOutputRedirected;
        // A coordinator that cannot begin would be asked without end.
        folder.ReadManifest(training.Describe());
        ClusterStatus status;
        var nextLine = TimeSpan.Zero;
        BlockReport[] reports = [];
        while (true)
        {
            Check?.Invoke();
            status = await Ask(() => client.GetGrain<ICoordinatorGrain>(0).Status(), token);
            first ??= (PartsBefore(status), Stopwatch.GetTimestamp());
            reports = await Reports(token);
            if (folder.ReadManifest(training.Describe()) is { } manifest && manifest.Epoch > (epochs.LastOrDefault()?.Epoch ?? 0))
                Evaluate(manifest, flat, network, train, test, reports, token);
            if (!quiet && (isLive || Stopwatch.GetElapsedTime(began) >= nextLine || status.IsFinished))
            {
                nextLine = Stopwatch.GetElapsedTime(began) + LogEvery;
                foreach (var line in Lines(status))
                    AnsiConsole.WriteLine(line);
            }

            if (status.IsFinished)
                return Result(status, reports);
            await Task.Delay(Every, token);
        }
    }

    private async Task<BlockReport[]> Reports(CancellationToken token) =>
        await Task.WhenAll(training.Layout.Blocks.Select(b => Ask(() => client.GetGrain<IBlockGrain>(b.Index).Report().AsTask(), token)));

    private void Evaluate(
        Manifest manifest,
        FlatNetwork flat,
        TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> network,
        IBatchSource train,
        IBatchSource test,
        BlockReport[] reports,
        CancellationToken token
    )
    {
        float[] weights;
        try
        {
            weights = folder.ReadWeights(training.Layout, manifest);
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The next checkpoint is in its place already.
            return;
        }

        foreach (var block in training.Layout.Blocks)
            flat.Load(block, weights.AsSpan(block.First, block.Length));
        flat.Commit();
        var tested = training.Evaluate(network, test, token);
        // There is none where the coordinator was lost within the epoch.
        var online = manifest.Epochs.FirstOrDefault(e => e.Epoch == manifest.Epoch);
        var isNear = online?.OnlineAccuracy >= training.Recipe.Training.EvaluateTrainingFrom || manifest.Epoch == training.Plan.Epochs;
        var fit = isNear ? training.Evaluate(network, train, token) : null;
        epochs.Add(
            new DistributedEpoch(
                manifest.Epoch,
                Seconds,
                online?.OnlineLoss ?? double.NaN,
                online?.OnlineAccuracy ?? double.NaN,
                Mean(reports),
                fit?.Accuracy,
                tested.Loss,
                tested.Accuracy
            )
            {
                TrainLoss = fit?.Loss,
            }
        );
        EpochDone?.Invoke(epochs[^1]);
        if (!given.GetValue(CommonOptions.Quiet))
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"epoch {manifest.Epoch}: {Seconds:0.0} s, loss {online?.OnlineLoss:0.0000}, online {online?.OnlineAccuracy:0.0000}, "
                        + $"test {tested.Accuracy:0.0000}, mean staleness {Mean(reports):0.00}"
                )
            );
    }

    private IEnumerable<string> Lines(ClusterStatus status)
    {
        var now = Stopwatch.GetTimestamp();
        var all = 0.0;
        foreach (var worker in status.Workers)
        {
            var was = before.GetValueOrDefault(worker.Worker, (worker.Examples, began));
            var rate = (worker.Examples - was.Item1) / Math.Max(1e-3, Stopwatch.GetElapsedTime(was.Item2, now).TotalSeconds);
            before[worker.Worker] = (worker.Examples, now);
            all += rate;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  worker {worker.Worker}: {rate, 6:0} images/s, staleness {worker.Staleness:0.0}, "
                    + $"{(worker.IsThere ? worker.TimesLost > 0 ? "back" : "there" : "lost")}"
            );
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Seconds:0} s: {all:0} images/s, loss {status.Loss:0.0000}, {status.PartsDone} of {training.Plan.Parts} parts, "
                + $"went back {status.TimesBack} times"
        );
    }

    private DistributedRun Result(ClusterStatus status, BlockReport[] reports) =>
        new()
        {
            Model = training.Recipe.Name,
            Dataset = training.Data.Train.Name,
            TrainCount = training.Data.Train.Count,
            TestCount = training.Data.Test.Count,
            Workers = training.Plan.Workers,
            Policy = training.Plan.Policy.Describe(),
            Remedy = given.GetValue(Options.Remedy)!,
            Gradients = given.GetValue(Options.Format)!,
            Parameters = training.Layout.Length,
            BatchSize = training.Plan.BatchSize,
            LearningRate = given.GetValue(Options.LearningRate),
            Seed = training.Seed,
            IsSimulated = false,
            HasDiverged = status.HasDiverged,
            Epochs = [.. epochs],
            Staleness = [.. reports.Select(r => r.Staleness.ToImmutableSortedDictionary(s => s.Key, s => s.Value.ToImmutableArray()))],
            Seconds = Seconds,
            ImagesPerSecond = ImagesPerSecond(status),
            Parts = status.PartsDone - status.PartsDropped,
            PartsDropped = status.PartsDropped,
            PartsBegunAgain = status.PartsBegunAgain,
            PartsLost = status.PartsLost,
            TimesBack = status.TimesBack,
            WorkersLost = status.Workers.Sum(w => w.TimesLost),
            SecondsLost = status.SecondsRecovering,
            BytesPulled = reports.Sum(r => r.BytesOut),
            BytesPushed = reports.Sum(r => r.BytesIn),
            Updates = reports[0].Version,
        };

    // A coordinator that begins has not read yet what its checkpoint has.
    private long PartsBefore(ClusterStatus status) =>
        Math.Max(
            status.PartsDone - status.PartsDropped,
            (long)(folder.ReadManifest(training.Describe())?.Epoch ?? 0) * training.Plan.PartsPerEpoch
        );

    // Of the time that was looked on alone, since others may have begun the training long before.
    private double? ImagesPerSecond(ClusterStatus status)
    {
        var (before, at) = first!.Value;
        var parts = status.PartsDone - status.PartsDropped - before;
        var images = parts * ((double)training.Plan.Examples / training.Plan.PartsPerEpoch);
        return parts > 0 ? images / Stopwatch.GetElapsedTime(at).TotalSeconds : null;
    }

    private static double Mean(BlockReport[] reports)
    {
        var all = reports.SelectMany(r => r.Staleness.Values).ToArray();
        var count = all.Sum(c => c.Sum());
        return count == 0 ? 0 : all.Sum(c => c.Select((n, s) => (double)n * s).Sum()) / count;
    }

    private async Task<T> Ask<T>(Func<Task<T>> call, CancellationToken token)
    {
        while (true)
            try
            {
                return await call().WaitAsync(token);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or IOException)
            {
                Check?.Invoke();
                await Task.Delay(Every, token);
            }
    }
}
